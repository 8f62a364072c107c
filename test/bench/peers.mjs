// The same report of the same files by other tools, in the same run, alternating with ours.
import { appendFileSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { nextLine } from './corpus.mjs';
import { runPeer } from './peerRun.mjs';
import { installedPeers } from './peerTools.mjs';
import { leastOf, meteredOnce } from './processes.mjs';
import { printColumns } from './table.mjs';

const own = (name) => join(import.meta.dirname, name);

/**
 * Reports straight from the files, and again where a tool keeps what it read; ours counts without a store, and again from its
 * store. Returns the figures of each tool by its name; `rounds` runs of each, of which the least counts.
 */
export async function measurePeers({ note }, { work, dist, home, storage, corpus, rounds }) {
  const found = installedPeers();
  const homes = new Map(found.map((tool) => [tool.name, linkedHome(home, join(work, `peer-${tool.name}`))]));
  const runs = new Map(
    ['ours', ...found.map(({ name }) => name), 'floor'].map((name) => [name, emptyRuns()]),
  );
  const cli = join(dist, 'cli.js');
  const ours = (...rest) => {
    const { stdout, ...taken } = meteredOnce(work, cli, ['--home', home, ...rest, '--json']);
    return { ...taken, report: JSON.parse(stdout) };
  };
  const stored = ['--storage', storage, 'usage'];
  for (let round = 0; round < rounds; round++) {
    runs.get('floor').files.push(meteredOnce(work, own('floor.cjs'), [home]));
    runs.get('ours').files.push(ours('usage', '--no-store'));
    runs.get('ours').cached.push(ours(...stored));
    for (const tool of found) {
      const [peerHome, of] = [homes.get(tool.name), runs.get(tool.name)];
      // A slow one once: its figure is far from the others.
      if (round === 0 || of.files[0].wallMs < 5000) {
        forget(peerHome);
        of.files.push(await runPeer(tool, peerHome));
      }
      if (tool.caches && (round === 0 || of.cached[0].wallMs < 5000)) {
        of.cached.push(await runPeer(tool, peerHome));
      }
    }
  }
  const truth = truthOf(corpus);
  const figures = Object.fromEntries(
    [...runs].map(([name, { files, cached }]) => [
      name,
      {
        version: found.find((tool) => tool.name === name)?.version ?? '',
        files: leastOf(files),
        cached: cached.length > 0 ? leastOf(cached) : null,
        totals: totalsOf(name, files, truth),
      },
    ]),
  );
  // The homes share the file.
  appendFileSync(corpus.newest, nextLine(basename(corpus.newest, '.jsonl'), 2_000_000));
  figures.ours.appended = leastOf([ours(...stored)]);
  for (const tool of found) {
    figures[tool.name].appended = leastOf([await runPeer(tool, homes.get(tool.name))]);
  }
  noteOurs(note, figures);
  const { floor, ...tools } = figures;
  return { tools, floor, truth };
}

/** Prints the tools side by side. */
export function printPeers(peers) {
  const { truth, tools } = peers;
  printColumns(
    ['', ...Object.keys(tools).map((name) => titleOf(name, peers))],
    peerRows(peers),
    [1, 2, 3, 4],
  );
  console.log(
    `Cost of the corpus by the provider's rules: $${truth.costUsd.toFixed(2)}, web searches apart.`,
  );
}

export function titleOf(name, peers) {
  return name === 'ours' ? 'Agent Logbook' : `${name} ${peers.tools[name].version}`;
}

/** The figures of all tools, a row each, as texts. */
export function peerRows({ truth, tools }) {
  const all = Object.values(tools);
  const seconds = (taken, key) => (taken ? `${(taken[key] / 1000).toFixed(2)} s` : '–');
  const rows = [];
  for (const [title, kind] of [
    ['from the files', 'files'],
    ['again, nothing new', 'cached'],
    ['again, one line new', 'appended'],
  ]) {
    rows.push([`${title}: wall`, ...all.map((tool) => seconds(tool[kind], 'wallMs'))]);
    rows.push([`${title}: CPU`, ...all.map((tool) => seconds(tool[kind], 'cpuMs'))]);
    rows.push([
      `${title}: memory`,
      ...all.map((tool) => (tool[kind] ? `${Math.round(tool[kind].peakMb)} MB` : '–')),
    ]);
  }
  rows.push(['tokens', ...all.map(({ totals }) => differenceOf(totals.total - truth.total))]);
  rows.push(['output tokens', ...all.map(({ totals }) => differenceOf(totals.output - truth.output))]);
  rows.push(['cost', ...all.map(({ totals }) => costText(totals.costUsd, truth.costUsd))]);
  return rows;
}

function noteOurs(note, { ours, floor, ccusage }) {
  note('usage --no-store, CPU', ours.files.cpuMs, 'ms', { floor: floor.files.cpuMs, of: 'F' });
  if (ccusage) {
    const beside = { floor: ccusage.files.cpuMs, of: 'ccusage', mostRatio: 0.8 };
    note('usage --no-store beside native ccusage, CPU', ours.files.cpuMs, 'ms', beside);
    const wall = { floor: ccusage.files.wallMs, of: 'ccusage' };
    note('usage --no-store beside native ccusage, wall', ours.files.wallMs, 'ms', wall);
  }
  note('usage --no-store, resident at its peak', ours.files.peakMb, 'MB', {});
  note('usage --no-store, tokens that are wrong', Math.abs(ours.totals.off), '', { most: 0 });
}

function emptyRuns() {
  return { files: [], cached: [] };
}

/** What a tool found, with how far all of its figures together are off. */
function totalsOf(name, files, truth) {
  if (name === 'floor') {
    return null;
  }
  const { report } = files[0];
  const tool = installedPeers().find((one) => one.name === name);
  const totals = tool ? tool.totalsOf(report) : ourTotals(report.totals);
  const keys = ['input', 'output', 'cacheCreate', 'cacheRead'];
  const total = keys.reduce((sum, key) => sum + totals[key], 0);
  return { ...totals, total, off: keys.reduce((sum, key) => sum + Math.abs(totals[key] - truth[key]), 0) };
}

function ourTotals(totals) {
  return {
    ...{ input: totals.input_tokens, output: totals.output_tokens, cacheRead: totals.cache_read_tokens },
    cacheCreate: totals.cache_write_5m_tokens + totals.cache_write_1h_tokens,
    costUsd: totals.cost_usd,
  };
}

function truthOf({ truth, costUSD }) {
  return { ...truth, costUsd: costUSD.tiersAndLongContext };
}

function differenceOf(difference) {
  return difference === 0 ? 'exact' : `${difference > 0 ? '+' : ''}${difference}`;
}

function costText(costUsd, truthUsd) {
  const percent = (costUsd / truthUsd - 1) * 100;
  return `$${costUsd.toFixed(2)} (${Math.abs(percent) < 0.005 ? 'exact' : `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`})`;
}

/** The same sessions below another home, without copying them: a tool may write beside them. */
function linkedHome(home, target) {
  for (const entry of readdirSync(join(home, '.claude'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const from = join(entry.parentPath, entry.name);
      const to = join(target, relative(home, from));
      mkdirSync(dirname(to), { recursive: true });
      linkSync(from, to);
    }
  }
  return target;
}

/** Removes what a tool kept in its home. */
function forget(home) {
  for (const name of readdirSync(home)) {
    if (name !== '.claude') {
      rmSync(join(home, name), { recursive: true, force: true });
    }
  }
}
