import assert from 'node:assert/strict';
import { defaultSettings } from '../../../src/common/settings.js';
import type { ImportEvent } from '../../../src/common/model.js';
import { importers } from '../../../src/importers/index.js';
import type { FileParser, Importer } from '../../../src/importers/importer.js';
import { fixturesOf, pathOf, start } from '../../importers/fixtures.js';
import { checkParsed, textOf } from '../../importers/validEvents.js';
import type { Random } from '../random.js';
import { mutateJson, mutateText, wordsOf } from './mutate.js';
import type { Input, Target } from './target.js';

/** One file as a stranger may have left it. `cut`: reading is broken off after so many records and goes on later. */
interface FileInput {
  path: string;
  records: unknown[];
  cut: number;
}

const mostRecords = 60;

/**
 * Each importer on lines that are changed in any way: it never throws, what comes out is valid and not much larger than
 * what went in, it comes out the same when reading stopped and went on, and nothing stays behind that another file would meet.
 */
export const importerTargets: readonly Target[] = importers.map(targetOf);

function targetOf(importer: Importer): Target {
  const fixtures = fixturesOf(importer).map((fixture): FileInput => ({
    path: pathOf(importer, fixture),
    records: fixture.records,
    cut: 1,
  }));
  const paths = [...new Set(fixtures.map(({ path }) => path))];
  const words = wordsOf(fixtures.map(({ records }) => records));
  return {
    name: importer.id,
    seeds: () => structuredClone(fixtures),
    mutate: (input, random, other) => change(input as FileInput, random, other as FileInput, paths, words),
    open() {
      const bystanders = fixtures.map((file) => ({
        file,
        text: JSON.stringify(eventsOf(importer, file, -1)),
      }));
      let turn = 0;
      return {
        try(input) {
          if (!isFile(input) || importer.shapeOf(input.path) === null) {
            return;
          }
          const whole = eventsOf(importer, input, -1);
          const cut = input.cut % Math.max(1, input.records.length);
          assert.equal(
            JSON.stringify(eventsOf(importer, input, cut)),
            JSON.stringify(whole),
            'reading that went on later tells other events',
          );
          const size = JSON.stringify(input.records).length;
          assert.ok(textOf(whole) < 256 * 1024 + 12 * size, `${size} characters became ${textOf(whole)}`);
          const bystander = bystanders[turn++ % bystanders.length]!;
          assert.equal(
            JSON.stringify(eventsOf(importer, bystander.file, -1)),
            bystander.text,
            'another file is read otherwise after this one',
          );
        },
      };
    },
  };
}

function eventsOf(importer: Importer, { path, records }: FileInput, cut: number): ImportEvent[] {
  let parser = start(importer, path);
  return records.flatMap((record, index) => {
    if (index === cut) {
      parser = start(importer, path, stored(parser));
    }
    const parsed = parser.parse(record, { offset: index * 1000, length: 999 });
    checkParsed(parsed);
    return [...parsed.events];
  });
}

/** The state as it comes back from the database. */
function stored(parser: FileParser): unknown {
  const state = JSON.stringify(parser.state(defaultSettings.keep));
  assert.ok(state === undefined || state.length < 256 * 1024, `the state has ${state?.length} characters`);
  return state === undefined ? undefined : JSON.parse(state);
}

function change(
  input: FileInput,
  random: Random,
  other: FileInput,
  paths: readonly string[],
  words: readonly string[],
): Input {
  const records = [...input.records];
  const at = random.below(Math.max(1, records.length));
  const changed = { ...input, records, cut: random.below(mostRecords) };
  switch (random.below(12)) {
    case 0:
      records.splice(at, 1 + random.below(3));
      break;
    case 1:
      records.splice(random.below(records.length + 1), 0, structuredClone(records[at]));
      break;
    case 2:
      // Lines of another file, as they are, in the midst of this one.
      records.splice(at, 0, ...structuredClone(other.records.slice(random.below(9), random.below(20))));
      break;
    case 3: {
      const [moved] = records.splice(at, 1);
      records.splice(random.below(records.length + 1), 0, moved);
      break;
    }
    case 4:
      changed.path = random.pick(paths);
      break;
    case 5:
      records[at] = damagedLine(records[at], random, words);
      break;
    default:
      records[at] = mutateJson(records[at], random, words);
  }
  return { ...changed, records: records.slice(0, mostRecords) };
}

/** The line with something changed in its bytes, where that is JSON still. */
function damagedLine(record: unknown, random: Random, words: readonly string[]): unknown {
  for (let tries = 0; tries < 5; tries++) {
    try {
      return JSON.parse(mutateText(JSON.stringify(record) ?? 'null', random, words));
    } catch {
      // No JSON any more: such a line never comes to an importer.
    }
  }
  return record;
}

function isFile(input: Input): input is FileInput {
  const file = input as Partial<FileInput> | null;
  return typeof file?.path === 'string' && Array.isArray(file.records) && typeof file.cut === 'number';
}
