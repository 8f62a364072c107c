// Imports a home folder as the command line does, with a choice that it does not have: without the full-text index.
// node importOnly.mjs DIST HOME STORAGE
import { openStore } from './store.mjs';

const [dist, home, storage] = process.argv.slice(2);
const store = openStore({ dist, home, storage, more: { watch: false, fullText: false } });
await store.ask('rescan');
await store.close();
