// npm run bench:document: takes the figures of the last benchmark (out/bench) into docs/performance and writes them into
// docs/performance.md, with a picture of growth. --check writes nothing: exit code 1 where the document says something else than
// the figures beside it.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { growthCells, sizeText } from './grow.mjs';
import { peerRows, titleOf } from './peers.mjs';
import { plot } from './plot.mjs';
import { cellsOf, headOfCells } from './table.mjs';

const root = join(import.meta.dirname, '../..');
const results = join(root, 'out/bench');
const folder = join(root, 'docs/performance');
const isCheck = process.argv.includes('--check');
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

if (!isCheck) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['table.json', 'growth.json']) {
    if (existsSync(join(results, name))) {
      copyFileSync(join(results, name), join(folder, name));
    }
  }
}
const [table, growth] = [read('table'), read('growth')];
const largest = growth.sizes.at(-1);
const blocks = {
  table: [measuredOn(table), markdownTable(headOfCells, table.rows.map(cellsOf)), reachedOf(table.rows)],
  peers: [
    ...(table.peers
      ? [
          markdownTable(
            ['', ...Object.keys(table.peers.tools).map((name) => titleOf(name, table.peers))],
            peerRows(table.peers),
          ),
          `By the provider's rules the corpus costs $${table.peers.truth.costUsd.toFixed(2)}, web searches apart.`,
        ]
      : ['Not measured in this run.']),
  ],
  million: [
    measuredOn(largest),
    markdownTable(headOfCells, largest.queries.map(cellsOf)),
    reachedOf(largest.queries),
  ],
  growth: [
    growth.sizes.map((size) => `- ${sizeText(size.mb)}: ${measuredOn(size)}`).join('\n'),
    markdownTable(...growthCells(growth)),
    claimOf(growth.growth),
  ],
};
const picture = plot(
  panels(growth.growth),
  growth.sizes.map(({ bytes, mb }) => ({ bytes, label: sizeText(mb) })),
);
update(join(root, 'docs/performance.md'), (text) =>
  Object.entries(blocks).reduce((all, [name, parts]) => replaceBlock(all, name, parts.join('\n\n')), text),
);
update(join(folder, 'growth.svg'), () => picture);

function update(file, change) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = change(before);
  if (!isCheck) {
    writeFileSync(file, after);
  } else if (before !== after) {
    console.error(`${file} does not say what docs/performance/*.json say. Run npm run bench:document.`);
    process.exitCode = 1;
  }
}

function replaceBlock(text, name, content) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  if (!text.includes(start) || !text.includes(end)) {
    throw new Error(`docs/performance.md has no place for "${name}".`);
  }
  return `${text.slice(0, text.indexOf(start) + start.length)}\n\n${content}\n\n${text.slice(text.indexOf(end))}`;
}

function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function measuredOn({ machine, command }) {
  const { cpu, cores, memoryGb, system, node, commit, at } = machine;
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}`;
  return `\`${command}\` (${where}; ${at.slice(0, 10)}${commit ? `, commit ${commit}` : ''})`;
}

function reachedOf(rows) {
  const targets = rows.filter(({ reached }) => reached !== null);
  const missed = targets.filter(({ reached }) => !reached).map(({ name }) => name);
  const list = missed.length > 0 ? ` Not reached: ${missed.join('; ')}.` : '';
  return `Reached: ${targets.length - missed.length} of ${targets.length}.${list}`;
}

/** What of a first import, the database and a report may be called linear, and what may not. */
function claimOf(figures) {
  const isCost = ({ name, exponent }) => exponent !== null && !/p9[59]|memory/.test(name);
  const more = figures.filter((one) => isCost(one) && one.says === 'more than linear');
  return more.length === 0
    ? 'Nothing that grows with the files grows more than linearly.'
    : `More than linear: ${more.map(({ name, exponent }) => `${name} (${exponent.toFixed(2)})`).join('; ')}.`;
}

function panels(figures) {
  const line = (name, title = name) => {
    const found = figures.find((one) => one.name === name);
    return found ? [{ name: title, values: found.values }] : [];
  };
  return [
    {
      ...{ title: 'CPU time', unit: 's' },
      lines: [
        ...line('first import, CPU', 'first import'),
        ...line('floor F, CPU', 'floor: parse every line'),
        ...line('usage --no-store, CPU', 'usage --no-store'),
        ...line('import, one line new, CPU', 'import, one line new'),
        ...line('usage, nothing new, CPU', 'usage, nothing new'),
      ],
    },
    {
      ...{ title: 'Questions, p95', unit: 'ms' },
      lines: [
        ...line('search, newest first, p95', 'search, newest first'),
        ...line('tree: groups by ticket, p95', 'tree by ticket'),
        ...line('tree: first 100 sessions, p95', 'first 100 sessions'),
        ...line('statistics by model, p95', 'statistics by model'),
        ...line('statistics by ticket, p95', 'statistics by ticket'),
      ],
    },
  ];
}
