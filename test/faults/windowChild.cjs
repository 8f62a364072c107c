/*
 * A window as a process of its own, without VS Code: `node windowChild.cjs BUNDLES STORAGE HOME [client]`. It starts the store's worker as
 * the extension does, prints what it is told as JSON lines, and makes the calls that it reads from its input. A `client` is no window, but
 * another program that stays: it watches nothing and has no settings to tell.
 */
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const [bundles, storage, home, role] = process.argv.slice(2);
const { startStoreWorker } = require(join(bundles, 'client.js'));
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

const store = startStoreWorker({
  workerPath: join(bundles, 'worker.js'),
  wasmPath: join(bundles, 'sql-wasm.wasm'),
  storage,
  places: { home, env: {}, platform: 'linux' },
  watch: role !== 'client',
  version: '0.1.0',
  log: (message, level) => say({ log: message, level }),
});
const configure = () =>
  store.api
    .settings()
    .then((settings) => store.api.configure({ ...settings, paused: false }))
    .catch((error) => say({ log: error.message, level: 'error' }));
store.onState((state) => {
  say({ state });
  // As the extension does: nothing is read before an owner has been told the user's settings.
  if (state.status === 'ready' && role !== 'client') {
    void configure();
  }
});
store.onTrouble((trouble) => say({ trouble }));
store.onChanged(({ progress }) => (progress ? say({ progress }) : undefined));

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, method, args } = JSON.parse(line);
    store.api[method](...args).then(
      (value) => say({ id, value }),
      (error) => say({ id, error: error.message }),
    );
  })
  .on('close', () => void store.close().then(() => process.exit(0)));
