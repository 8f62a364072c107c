import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { importers } from '../../src/importers/index.js';
import type { Importer } from '../../src/importers/importer.js';
import { cleanUp } from '../store/storeFixture.js';
import { homes, type HomeFile } from './homes.js';
import { compareStates, startReading } from './reading.js';
import { readText } from './readHome.js';

/** More of each property: DAMAGE_RUNS=200. */
const numRuns = Number(process.env['DAMAGE_RUNS'] ?? 6);
const seed = Number(process.env['DAMAGE_SEED'] ?? 11);

/** A file that is cut or damaged breaks nothing, and what is read of other sessions stays what it is. */
for (const importer of importers) {
  const files = homes[importer.id] ?? [];
  const texts = files.filter(({ bytes }) => bytes === undefined);
  describe(`damaged files of ${importer.id}`, () => {
    after(cleanUp);

    it('are whole again when the rest has come, wherever they were cut', async function () {
      if (texts.length === 0) {
        this.skip();
      }
      const cut = fc.record({
        file: fc.constantFrom(...texts),
        cuts: fc.array(fc.double(share), { minLength: 1, maxLength: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(cut, async ({ file, cuts }) => {
          compareStates(await stateOf(importer, file, cuts), await stateOf(importer, file, []));
        }),
        { numRuns, seed, endOnFailure: true },
      );
    });

    it('change no figure of a session that they do not tell of', async function () {
      if (texts.length < 2) {
        this.skip();
      }
      const damage = fc.record({
        file: fc.constantFrom(...texts),
        changes: fc.array(change, { minLength: 1, maxLength: 8 }),
      });
      const sound = await figuresOf(importer, texts);
      const told = texts.map((file) => toldBy(importer, file));
      // A copy of a response counts for another session when the original is gone.
      const linked = (names: readonly string[]) => {
        const all = new Set(names);
        for (const others of [...told, ...told.toReversed()]) {
          if (others.some((name) => all.has(name))) {
            others.forEach((name) => all.add(name));
          }
        }
        return all;
      };
      if (told.every((names) => [...sound.keys()].every((session) => linked(names).has(session)))) {
        this.skip();
      }
      await fc.assert(
        fc.asyncProperty(damage, async ({ file, changes }) => {
          const spoilt = { ...file, text: changes.reduce((text, apply) => apply(text), file.text) };
          const reached = linked([...toldBy(importer, file), ...toldBy(importer, spoilt)]);
          const figures = await figuresOf(
            importer,
            texts.map((each) => (each === file ? spoilt : each)),
          );
          for (const [session, row] of sound) {
            if (!reached.has(session)) {
              assert.deepEqual(figures.get(session), row, session);
            }
          }
        }),
        { numRuns, seed, endOnFailure: true },
      );
    });
  });
}

const share = { min: 0, max: 1, noNaN: true };

/** What a full disk, a crash or an editor does to a file: lines are gone, torn, doubled, moved and overwritten. */
const change: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.double(share).map((at) => (text: string) => text.slice(0, Math.floor(text.length * at))),
  fc.tuple(fc.double(share), fc.string({ maxLength: 20 })).map(([at, garbage]) => (text: string) => {
    const from = Math.floor(text.length * at);
    return text.slice(0, from) + garbage + text.slice(from + garbage.length);
  }),
  fc.double(share).map((at) => ofLines((lines) => [...lines, lines[Math.floor(lines.length * at)] ?? ''])),
  fc
    .double(share)
    .map((at) => ofLines((lines) => lines.filter((_, i) => i !== Math.floor(lines.length * at)))),
  fc.constant(ofLines((lines) => lines.toReversed())),
  fc.double(share).map((at) =>
    ofLines((lines) => {
      const middle = Math.floor(lines.length * at);
      return [...lines.slice(middle), ...lines.slice(0, middle)];
    }),
  ),
);

function ofLines(edit: (lines: string[]) => string[]): (text: string) => string {
  return (text) => edit(text.split('\n')).join('\n');
}

async function stateOf(
  importer: Importer,
  file: HomeFile,
  cuts: readonly number[],
): Promise<Record<string, unknown[]>> {
  const reading = await startReading(importer);
  try {
    for (const part of [...cuts.toSorted((a, b) => a - b), 1]) {
      reading.write(file, part);
      await reading.read();
    }
    return reading.state();
  } finally {
    await reading.close();
  }
}

async function figuresOf(importer: Importer, of: readonly HomeFile[]): Promise<Map<string, unknown>> {
  const reading = await startReading(importer);
  try {
    of.forEach((file) => reading.write(file));
    await reading.read();
    reading.state();
    const rows = reading.db
      .prepare(
        `select agent_session_id, count(*), sum(has_usage), sum(input), sum(cache_read), sum(cache_write_5m),
          sum(cache_write_1h), sum(output) from usage join session on session.id = session_id
         where counted = 1 group by 1`,
      )
      .all();
    return new Map(rows.map(([session, ...figures]) => [String(session), figures]));
  } finally {
    await reading.close();
  }
}

/** The sessions, responses and groups of responses that a file tells of. */
function toldBy(importer: Importer, { path, text, beside = [] }: HomeFile): string[] {
  const companions = new Map(beside.map((companion) => [companion.path, companion.text]));
  const { events } = readText(importer, { root: '/', path, modifiedAt: 0, companions }, Buffer.from(text));
  return events.flatMap((event) => [
    ...('session' in event && event.session !== undefined ? [event.session] : []),
    ...(event.type === 'usage' ? [`key ${event.key}`, `group ${event.group}`] : []),
  ]);
}
