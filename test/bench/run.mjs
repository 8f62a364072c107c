// npm run bench -- [--mb 256] [--seed 1] [--only PART,…] [--vscode] [--samples DIR] [--files 4000] [--idle 20] [--repeat N] [--json] [--dist DIR]
// npm run bench -- --grow 64,256,1024,4096
//
// Figures of reading sessions, each beside a floor that was measured in the same run, as a table, and as JSON in out/bench
// (--json: printed as well). Parts: import, peers, again, live, queries, idle, vscode, webviews, package; vscode, what an import costs the
// extension host of a real VS Code, is measured with --vscode only. Other tools are measured beside ours where
// `npm run bench:peers` has installed them. --samples DIR (`<agent>/home` for each agent) compares what agents' files cost. --idle 600 for ten minutes. --grow measures how cost grows with size and adds the sizes
// to those measured before. It asserts nothing: a clock that is shared with others proves nothing. Build first.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureGrowth } from './grow.mjs';
import { machine } from './machine.mjs';
import { measureTable } from './measure.mjs';
import { printPeers } from './peers.mjs';
import { createTable, print } from './table.mjs';

const number = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    ...{ mb: number('256'), seed: number('1'), files: number('4000'), idle: number('20') },
    ...{ repeat: { type: 'string' }, only: { type: 'string' }, grow: { type: 'string' } },
    samples: { type: 'string' },
    dist: { type: 'string', default: join(import.meta.dirname, '../../dist') },
    ...{ vscode: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  },
});
const { dist } = values;
if (!existsSync(join(dist, 'cli.js'))) {
  console.error(`There is no ${join(dist, 'cli.js')}. Run npm run build first.`);
  process.exit(1);
}
const results = join(import.meta.dirname, '../../out/bench');
mkdirSync(results, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'logbook-bench-'));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    rmSync(work, { recursive: true, force: true });
    process.exit(1);
  });
}
const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim();
const options = {
  ...{ work, dist, seed: Number(values.seed), mb: Number(values.mb) },
  // A run of half a minute says enough by itself.
  repeat: Number(values.repeat ?? (Number(values.mb) >= 1024 ? 1 : 2)),
  ...{ files: Number(values.files), idle: Number(values.idle), vscode: values.vscode },
  samples: values.samples ?? null,
  only: values.only?.split(',') ?? null,
};
try {
  if (values.grow) {
    await measureGrowth(options, values.grow.split(',').map(Number), join(results, 'growth.json'), command);
  } else {
    await table();
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function table() {
  const figures = createTable();
  const peers = await measureTable(figures, options);
  const result = { machine: machine(), command, mb: options.mb, rows: figures.rows, peers };
  // A part of the table does not take the place of the whole.
  const file = join(results, options.only ? `table-${options.only.join('-')}.json` : 'table.json');
  const text = JSON.stringify(result, null, 1);
  writeFileSync(file, `${text}\n`);
  if (values.json) {
    console.log(text);
    return;
  }
  print(figures.rows);
  if (peers) {
    console.log();
    printPeers(peers);
  }
}
