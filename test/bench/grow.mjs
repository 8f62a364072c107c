// How cost grows with what there is to read.
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeCorpus, nextLine } from './corpus.mjs';
import { sizeOf } from './imports.mjs';
import { machine } from './machine.mjs';
import { leastOf, metered, meteredOnce } from './processes.mjs';
import { measureQueries } from './queries.mjs';
import { openStore } from './store.mjs';
import { createTable, printColumns } from './table.mjs';

/** Above so many MiB a figure is of one run: the noise is small beside it. */
const onceFromMb = 1024;
/** Exponents within this of 1 are called linear. */
const tolerance = 0.1;

/**
 * Measures corpora of some sizes in MiB and adds them to the sizes in `file`. Each figure grows as a power of the size; the exponent
 * is fitted to all sizes that were measured.
 */
export async function measureGrowth(options, sizes, file, command) {
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { sizes: [] };
  let points = before.sizes;
  for (const mb of sizes) {
    console.error(`${mb} MiB …`);
    const point = { mb, ...(await measureSize(options, mb)), machine: machine(), command };
    points = [...points.filter((one) => one.mb !== mb), point].sort((a, b) => a.mb - b.mb);
    // After each size: the next one takes minutes.
    writeFileSync(file, `${JSON.stringify({ sizes: points, growth: fitted(points) }, null, 1)}\n`);
  }
  printGrowth({ sizes: points, growth: fitted(points) });
}

export function printGrowth(growth) {
  printColumns(...growthCells(growth), [1, 2, 3, 4, 5, 6]);
}

/** The head and the rows of the table of growth, as texts. */
export function growthCells({ sizes, growth }) {
  const head = ['figure', ...sizes.map(({ mb }) => sizeText(mb)), 'exponent', ''];
  const rows = growth.map(({ name, unit, values, exponent, says }) => [
    `${name} (${unit})`,
    ...values.map((value) => (value === null ? '–' : String(value))),
    exponent === null ? '' : exponent.toFixed(2),
    says,
  ]);
  return [head, rows];
}

export function sizeText(mb) {
  return mb >= 1024 ? `${mb / 1024} GB` : `${mb} MB`;
}

async function measureSize({ work, dist, seed, repeat }, mb) {
  const folder = join(work, `grow-${mb}`);
  const [home, storage] = [join(folder, 'home'), join(folder, 'store')];
  const times = mb >= onceFromMb ? 1 : repeat;
  const corpus = makeCorpus(home, { mb, seed });
  const cli = join(dist, 'cli.js');
  const stored = ['--home', home, '--storage', storage];
  const floor = metered(work, times, join(import.meta.dirname, 'floor.cjs'), home);
  const imports = Array.from({ length: times }, () => {
    rmSync(storage, { recursive: true, force: true });
    return meteredOnce(work, cli, [...stored, 'import', '--json']);
  });
  const least = leastOf(imports);
  const peakMb = Math.max(...imports.map((one) => one.peakMb));
  const counted = metered(work, times, cli, '--home', home, 'usage', '--no-store', '--json');
  const usage = metered(work, 3, cli, ...stored, 'usage', '--json');
  appendFileSync(corpus.newest, nextLine(basename(corpus.newest, '.jsonl'), 1));
  const oneLine = meteredOnce(work, cli, [...stored, 'import', '--json']);
  const size = sizeOf(storage);
  const queries = createTable();
  const store = openStore({ dist, home, storage, more: { watch: false } });
  await store.ask('rescan');
  await measureQueries(queries, store);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    ...{ bytes: corpus.bytes, files: corpus.files, lines: corpus.lines },
    figures: [
      ['floor F, CPU', 's', floor.cpuMs / 1000],
      ['first import, wall', 's', least.wallMs / 1000],
      ['first import, CPU', 's', least.cpuMs / 1000],
      ['first import, memory at its peak', 'MB', peakMb],
      ['database', 'MB', size / 1e6],
      ['usage --no-store, CPU', 's', counted.cpuMs / 1000],
      ['usage --no-store, memory at its peak', 'MB', counted.peakMb],
      ['usage, nothing new, CPU', 's', usage.cpuMs / 1000],
      ['import, one line new, CPU', 's', oneLine.cpuMs / 1000],
      ...queries.rows
        .filter(({ name }) => !/outline|^messages/.test(name))
        .map(({ name, unit, value }) => [name, unit, value]),
    ].map(([name, unit, value]) => ({ name, unit, value: Number(value.toPrecision(3)) })),
    queries: queries.rows,
  };
}

/** The figures of all sizes by name, each with its exponent and what that says. */
function fitted(sizes) {
  const names = sizes.at(-1)?.figures ?? [];
  return names.map(({ name, unit }) => {
    const values = sizes.map(({ figures }) => figures.find((figure) => figure.name === name)?.value ?? null);
    const points = sizes.flatMap(({ bytes }, i) =>
      values[i] > 0 ? [[Math.log(bytes), Math.log(values[i])]] : [],
    );
    const exponent = points.length > 1 ? slopeOf(points) : null;
    return { name, unit, values, exponent, says: exponent === null ? '' : wordFor(exponent) };
  });
}

function wordFor(exponent) {
  if (Math.abs(exponent) <= tolerance) {
    return 'constant';
  }
  if (Math.abs(exponent - 1) <= tolerance) {
    return 'linear';
  }
  return exponent < 1 ? 'less than linear' : 'more than linear';
}

/** Least squares. */
function slopeOf(points) {
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const below = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return Number((above / below).toFixed(3));
}
