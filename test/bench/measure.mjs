// The parts of the table, in the order in which one leaves what the next one needs.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/install.mjs';
import { makeCorpus } from './corpus.mjs';
import { measureHost } from './host.mjs';
import { measureIdle } from './idle.mjs';
import { measureAgain, measureHeads, measureImports } from './imports.mjs';
import { measureLive } from './live.mjs';
import { measurePeers } from './peers.mjs';
import { metered, meteredOnce } from './processes.mjs';
import { measureQueries } from './queries.mjs';
import { measureSamples } from './samples.mjs';
import { openStore } from './store.mjs';
import { measureWebviews } from './webviews.mjs';

/** So much at most is read where the figure does not depend on it: by the windows of VS Code, and for the size of a database. */
const mostSmallMb = 256;

/** Returns what other tools took, or null where they were not run. */
export async function measureTable(table, options) {
  const { work, dist, mb, seed, only } = options;
  const wanted = (part) => only === null || only.includes(part);
  const home = join(work, 'home');
  const storage = join(work, 'cli');
  const corpus = makeCorpus(home, { mb, seed });
  table.note('corpus', corpus.bytes / 1e6, 'MB', { remark: `${corpus.files} files, ${corpus.lines} lines` });
  const start = metered(work, 3, join(import.meta.dirname, 'nothing.cjs'));
  const place = { ...options, home, storage, corpus, start };

  const small = mb > mostSmallMb ? smallHome(work, seed) : { home, bytes: corpus.bytes };

  if (wanted('import')) {
    measureImports(table, place);
    measureHeads(table, place, small);
  } else if (['peers', 'again', 'idle'].some(wanted)) {
    meteredOnce(work, join(dist, 'cli.js'), ['--home', home, '--storage', storage, 'import', '--json']);
  }
  const peers = wanted('peers') ? await measurePeers(table, { ...place, rounds: 3 }) : null;
  if (wanted('again')) {
    measureAgain(table, { ...place, peers });
  }
  if (wanted('idle')) {
    await measureIdle(table, { ...place, seconds: options.idle });
  }
  if (wanted('live') || wanted('queries')) {
    await measureOpen(table, place, wanted);
  }
  if (wanted('vscode') && (options.vscode || only !== null)) {
    await measureHost(table, { dist, home: small.home });
  }
  if (options.samples !== null && wanted('samples')) {
    measureSamples(table, options);
  }
  if (wanted('webviews')) {
    await measureWebviews(table, options);
  }
  if (wanted('package')) {
    measurePackage(table);
  }
  return peers;
}

function smallHome(work, seed) {
  const home = join(work, 'small');
  return { home, bytes: makeCorpus(home, { mb: mostSmallMb, seed }).bytes };
}

/** The store as it is open in a window. */
async function measureOpen(table, place, wanted) {
  const { work, dist, home, seed, corpus, start } = place;
  const storage = join(work, 'live');
  let store;
  if (wanted('live')) {
    store = await measureLive(table, { dist, home, storage, corpus, seed });
  } else {
    store = openStore({ dist, home, storage });
    await store.ask('rescan');
  }
  if (wanted('queries')) {
    await measureQueries(table, store);
  }
  const asClient = [join(dist, 'cli.js'), '--home', home, '--storage', storage, 'usage', '--json'];
  table.note('usage as client, CPU', metered(work, 3, ...asClient).cpuMs, 'ms', {
    ...{ floor: start.cpuMs, of: 'node', most: 150 },
  });
  await store.close();
  rmSync(storage, { recursive: true, force: true });
}

/** The package of the last `npm run package`. */
function measurePackage(table) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = join(root, `${name}-${version}.vsix`);
  const size = existsSync(file) ? statSync(file).size / 1e6 : null;
  table.note('.vsix', size, 'MB', { most: 4, remark: size === null ? 'npm run package first' : '' });
}
