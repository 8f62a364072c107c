import { baseName } from '../common/paths.js';
import { runsOf } from './aider/blocks.js';
import { prompts, typedIn, type Typed } from './aider/inputHistory.js';
import { companions, counts, folderOf, isInput, mayContain, roots, shapeOf } from './aider/places.js';
import { readRun, type RunReading } from './aider/run.js';
import { utc, wallTime, zoneOf } from './aider/times.js';
import { ident, typeName } from './fields.js';
import type { Importer, ParsedRecord, SourceFile } from './importer.js';

/**
 * Aider (github.com/Aider-AI/aider, `aider/io.py`, to version 0.86): one Markdown file a repository, a run after the other, and
 * what was typed in another. Times have no zone (`aider/times.ts`). Tokens are rounded, one line a message; the cost of the
 * run, which each line tells too, is no sum of anything and is not counted.
 */
export const aider: Importer = {
  id: 'aider',
  label: 'Aider',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  endsAt: '.git',
  companions,
  counts,
  start: (file) => ({ parse: (record) => parse(record, file), state: () => null }),
  // It goes on with what is in the folder that it is started in, not with a run of one's choice.
  resume: () => null,
};

function parse(record: unknown, file: SourceFile): ParsedRecord {
  if (typeof record !== 'string') {
    return { events: [], problems: [`the history is ${typeName(record)}, not a text`] };
  }
  const folder = folderOf(file.path);
  const separator = file.root.includes('\\') && !file.root.includes('/') ? '\\' : '/';
  const cwd = folder === '' ? file.root : [file.root, ...folder.split('/')].join(separator);
  // A last line without an end is still being written.
  const text = record.slice(0, record.lastIndexOf('\n') + 1);
  return isInput(file.path) ? { events: prompts(text, cwd, file) } : chat(text, cwd, file);
}

function chat(text: string, cwd: string, file: SourceFile): ParsedRecord {
  const runs = runsOf(text);
  const typed = typedIn(file.companions?.get(companions(file.path)[0] ?? '') ?? '');
  const walls = [
    ...runs.map(({ startedAt }) => wallTime(startedAt ?? '') ?? 0),
    ...typed.map(({ wall }) => wall),
  ];
  const zone = zoneOf(
    walls.reduce((latest, wall) => Math.max(latest, wall), 0),
    file.modifiedAt,
  );
  const ids = new Map<string, number>();
  const typedAt = clock(typed, zone);
  const events = runs.flatMap((run) => {
    const wall = wallTime(run.startedAt ?? '');
    const startedAt = wall === null ? null : utc(wall, zone);
    const session = sessionId(cwd, run.startedAt, ids);
    const reading: RunReading = {
      session,
      cwd,
      startedAt,
      typedAt: (prompt) => typedAt(prompt, wall),
      events: [
        {
          type: 'session',
          session,
          cwd,
          client: 'cli',
          ...(startedAt === null ? {} : { at: startedAt }),
        },
      ],
      at: startedAt,
      model: null,
      messages: 0,
      responses: 0,
      open: null,
      titled: false,
      edits: new Map(),
      changes: 0,
    };
    readRun(run, reading);
    return reading.events;
  });
  return { events };
}

/** When a text was typed: the next entry of the input history that has it, not before its run. Each entry is taken once. */
function clock(
  typed: readonly Typed[],
  zone: number | null,
): (text: string, from: number | null) => number | null {
  let next = 0;
  return (text, from) => {
    const found = typed.findIndex(
      (entry, index) => index >= next && entry.wall >= (from ?? 0) && entry.text.trimEnd() === text.trimEnd(),
    );
    const entry = typed[found];
    if (entry === undefined) {
      return null;
    }
    next = found + 1;
    return utc(entry.wall, zone);
  };
}

/** Runs have no id: the repository's name and the head's time make one, which a copy of the repository keeps. */
function sessionId(cwd: string, startedAt: string | null, ids: Map<string, number>): string {
  const stamp = startedAt === null ? 'start' : startedAt.replace(/\W+/g, '-');
  const id = ident(`${baseName(cwd)}-${stamp}`) ?? stamp;
  const same = ids.get(id) ?? 0;
  ids.set(id, same + 1);
  return same === 0 ? id : `${id}-${same}`;
}
