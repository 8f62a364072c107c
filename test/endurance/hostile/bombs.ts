import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { openDatabase } from '../../../src/store/open.js';
import { Place, session } from '../../faults/support.js';
import type { Report } from '../part.js';
import { start } from '../processes.js';

const wasmPath = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');
const good = [10, 20, 30];

/** A command may hold so much, in MB: an import with its lines of megabytes has its room in it, a bomb has not. */
const mostMemory = { import: 900, other: 300 };

/** Little that becomes much: in files that are compressed, in lines, and in a block of a database that somebody spoilt. */
export async function bombs(report: Report): Promise<void> {
  const place = new Place();
  try {
    place.session('good', session('good', good));
    const folder = join(place.home, '.claude/projects/-work-bombs');
    mkdirSync(folder, { recursive: true });
    const zeros = gzipSync(Buffer.alloc(64 << 20));
    for (const end of ['gz', 'zst', 'br', 'zip', 'jsonl.gz']) {
      writeFileSync(join(folder, `eeeeeeee-0000-4000-8000-000000000001.jsonl.${end}`), zeros);
    }
    Object.entries(bombLines).forEach(([what, line], index) => {
      report.count('lines that grow');
      const id = `dddddddd-0000-4000-8000-${String(index).padStart(12, '0')}`;
      writeFileSync(join(folder, `${id}.jsonl`), `${line()}\n${session(`bomb${index}`, [1], what)}`);
    });
    await peak(place, ['import', '--json'], report);
    const bombs = Object.keys(bombLines).length;
    const stored = await place.stored();
    const sum = good.reduce((all, one) => all + one, 0);
    if (stored[0] !== good.length + bombs || stored[1] !== sum + bombs) {
      report.fail(`beside bombs ${stored.join(', ')} is counted, not ${good.length + bombs}, ${sum + bombs}`);
    }
    await spoilBlock(place);
    const shown = await peak(place, ['show', '0000good', '--no-import', '--json'], report);
    if (shown.length > 1 << 20) {
      report.fail(`a block that was spoilt became ${shown.length} characters`);
    }
    await peak(place, ['doctor', '--no-import'], report, true);
  } finally {
    await place.dispose();
  }
}

/** Lines that are small on disk for what they could make a reader do. */
const bombLines: Record<string, () => string> = {
  nested: () => `{"type":"user","message":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
  keys: () =>
    `{"type":"user","message":{"role":"user","content":{${Array.from({ length: 100_000 }, (_, n) => `"k${n}":0`).join()}}}}`,
  blocks: () =>
    `{"type":"assistant","message":{"role":"assistant","content":[${'{"type":"text","text":"x"},'.repeat(50_000)}0]}}`,
  results: () =>
    `{"type":"user","message":{"role":"user","content":[${'{"type":"tool_result","tool_use_id":"t","content":"x"},'.repeat(50_000)}0]}}`,
  hunks: () =>
    `{"type":"user","toolUseResult":{"filePath":"a","structuredPatch":[{"oldStart":1,"oldLines":1e15,"newStart":1,"newLines":1e15,"lines":[]}]},"message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":""}]}}`,
  numbers: () => `{"type":"user","message":{"role":"user","content":"x"},"n":${'9'.repeat(1_000_000)}}`,
  escapes: () => `{"type":"user","message":{"role":"user","content":"${'\\ud800'.repeat(500_000)}"}}`,
  image: () =>
    `{"type":"user","message":{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"${'A'.repeat(8_000_000)}"}}]}}`,
};

/** Each block of the database becomes one of 256 MB, which brotli writes in a few hundred bytes. */
async function spoilBlock({ storage }: Place): Promise<void> {
  const bomb = brotliCompressSync(Buffer.alloc(256 << 20), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  const { db, close } = await openDatabase({ folder: storage, wasmPath });
  db.prepare('update block set z = ?').run(bomb);
  close();
}

/** Runs a command; what it prints. It must end well and hold little. */
async function peak(place: Place, args: readonly string[], report: Report, mayFail = false): Promise<string> {
  const file = join(place.folder, 'peak.txt');
  const { ended } = await start(place, args, {
    env: { PEAK: file },
    preload: ['--require', join(__dirname, 'peak.cjs')],
  });
  const { code, out, error } = await ended;
  if (code !== 0 && !mayFail) {
    report.fail(`logbook ${args.join(' ')} ended with ${code}: ${error}`);
  }
  const megabytes = existsSync(file) ? Number(readFileSync(file, 'utf8')) / 1024 : NaN;
  report.figure(`peak of ${args[0]} over bombs`, megabytes, 'MB');
  if (!(megabytes < (args[0] === 'import' ? mostMemory.import : mostMemory.other))) {
    report.fail(`logbook ${args[0]} held ${megabytes} MB`);
  }
  return out;
}
