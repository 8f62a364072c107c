import assert from 'node:assert/strict';
import { importers } from '../../../src/importers/index.js';
import { openDatabase } from '../../../src/store/open.js';
import { createReader } from '../../../src/store/read/reader.js';
import { createWriter } from '../../../src/store/write/writeBatch.js';
import { defaultSettings } from '../../../src/common/settings.js';
import { readHome } from '../../importers/readHome.js';
import { reduceUsage } from '../../importers/reduceUsage.js';
import { FakeWriter } from '../../ingest/support.js';
import { noTickets, wasmPath } from '../../store/storeFixture.js';
import type { Random } from '../random.js';
import { newFolder, ordinaryFiles, readerOf, type AgentFile } from './home.js';
import { mutateText, oddTexts } from './mutate.js';
import type { Input, Opened, Target } from './target.js';

/** A file of an agent, its bytes as Latin-1, and at which bytes it was cut when it was looked at. */
interface CutFile {
  agent: string;
  path: string;
  bytes: string;
  cuts: number[];
}

const jsonl = ordinaryFiles.filter(({ path }) => path.endsWith('.jsonl') && !path.includes('history'));

/** A file that grew by any bytes tells in the end what it tells when it is read at once. */
export const cutTarget: Target = {
  name: 'cut',
  isSlow: true,
  seeds: (random) =>
    jsonl.map((file) => ({
      ...{ agent: file.agent, path: file.path, bytes: file.bytes.toString('latin1') },
      cuts: [random.below(file.bytes.length), random.below(file.bytes.length)],
    })),
  mutate: (input, random) => changeBytes(input as CutFile, random),
  open: () => ({ try: (input) => (isCutFile(input) ? tryCuts(input) : undefined) }),
};

/** Damaged files among whole ones: the store counts what the plain rules count, and everything of it can be asked. */
export const storeTarget: Target = {
  name: 'store',
  isSlow: true,
  seeds: () =>
    jsonl.map(({ agent, path, bytes }) => ({ agent, path, bytes: bytes.toString('latin1'), cuts: [] })),
  mutate: (input, random) => changeBytes(input as CutFile, random),
  open: openStore,
};

/** Fewer than one reading of a file tells. */
const fewProblems = 90;

async function tryCuts({ agent, path, bytes, cuts }: CutFile): Promise<void> {
  const whole = Buffer.from(bytes, 'latin1');
  const read = async (steps: readonly number[]): Promise<unknown> => {
    const folder = newFolder();
    const writer = new FakeWriter();
    const reader = readerOf(folder.home, writer);
    try {
      for (const step of steps) {
        folder.write({ agent, path, bytes: whole.subarray(0, step) });
        await reader.read();
      }
      // A last line without its end is read again with its end, and so may be its problem: the store keeps one.
      const problems = new Set(writer.problems.map(({ line, message }) => `${line}: ${message}`));
      // Each reading tells so many and then that there are more.
      return { rows: writer.result(), problems: problems.size < fewProblems ? [...problems].toSorted() : [] };
    } finally {
      await reader.close();
      folder.remove();
    }
  };
  const steps = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].toSorted((a, b) => a - b);
  assert.deepEqual(await read([...steps, whole.length]), await read([whole.length]), 'by pieces and at once');
}

async function openStore(): Promise<Opened> {
  const folder = newFolder();
  ordinaryFiles.forEach((file) => folder.write(file));
  const { db, close } = await openDatabase({ folder: folder.storage, wasmPath });
  const writer = createWriter(db, { attribute: noTickets });
  const files = readerOf(folder.home, writer);
  await files.read();
  const reader = createReader(db, { settings: () => defaultSettings, now: Date.now, labels: {} });
  let nth = 0;
  return {
    async try(input) {
      if (!isCutFile(input)) {
        return;
      }
      // A file of its own each time: what was read of one stays when it changes, and would hide what comes after.
      nth++;
      const id = `f${nth.toString(16).padStart(7, '0')}`;
      const bytes = Buffer.from(input.bytes.replace(/[0-9a-f]{8}(?=-[0-9a-f]{4}-)/g, id), 'latin1');
      const path = input.path.replace(/[0-9a-f]{8}(?=-[0-9a-f]{4}-)/g, id);
      if (path === input.path) {
        return;
      }
      folder.write({ agent: input.agent, path, bytes } satisfies AgentFile);
      await files.read();
      if (nth % 10 === 0) {
        await compare();
      }
      for (const session of reader.sessions(
        { ids: [`${input.agent}:${id}`], children: true },
        { limit: 10 },
      )) {
        const { rows, total } = reader.outline(session.id, 0, 1000);
        assert.equal(rows.length, Math.min(total, 1000));
        reader.session(session.id);
        reader.bodies(rows.slice(0, 100).map((row) => row.id));
      }
    },
    async close() {
      await compare();
      const check = db.prepare('pragma integrity_check').get();
      await files.close();
      close();
      folder.remove();
      assert.deepEqual(check, ['ok']);
    },
  };

  /** All sums of the store beside those of the rules in their plain form. */
  async function compare(): Promise<void> {
    for (const importer of importers) {
      const events = (await readHome(importer, folder.home)).flatMap((file) => file.events);
      const expected = { responses: 0, unknown: 0, input: 0, read: 0, write: 0, output: 0 };
      for (const { tokens } of reduceUsage(events)) {
        expected.responses += tokens === null ? 0 : 1;
        expected.unknown += tokens === null ? 1 : 0;
        expected.input += tokens?.input ?? 0;
        expected.read += tokens?.cacheRead ?? 0;
        expected.write += (tokens?.cacheWrite5m ?? 0) + (tokens?.cacheWrite1h ?? 0);
        expected.output += tokens?.output ?? 0;
      }
      const { totals } = reader.usage({ by: 'none', filter: { agents: [importer.id], children: true } });
      const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = totals.tokens;
      assert.deepEqual(
        {
          responses: totals.responses,
          unknown: totals.unknownResponses,
          input,
          read: cacheRead,
          write: cacheWrite5m + cacheWrite1h,
          output,
        },
        expected,
        `the sums of ${importer.id}`,
      );
    }
  }
}

function changeBytes(input: CutFile, random: Random): Input {
  const cuts = Array.from({ length: 1 + random.below(3) }, () => random.below(input.bytes.length + 1));
  return random.below(3) === 0
    ? { ...input, cuts }
    : { ...input, cuts, bytes: mutateText(input.bytes, random, latinTexts).slice(0, 200_000) };
}

const latinTexts = [
  ...oddTexts.map((text) => Buffer.from(text).toString('latin1')),
  ...['\n', '\r\n', '\n\n', '}\n{', '\xff\xfe', '\xc3', '{"type":"user"}\n', '[]\n', 'null\n', '"\n'],
];

function isCutFile(input: Input): input is CutFile {
  const file = input as Partial<CutFile> | null;
  return (
    typeof file?.bytes === 'string' &&
    typeof file.path === 'string' &&
    Array.isArray(file.cuts) &&
    file.cuts.every((cut) => Number.isSafeInteger(cut) && cut >= 0) &&
    jsonl.some(({ path, agent }) => path === file.path && agent === file.agent)
  );
}
