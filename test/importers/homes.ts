import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { importers } from '../../src/importers/index.js';
import type { Importer } from '../../src/importers/importer.js';
import { fixturesOf, pathOf, type Fixture } from './fixtures.js';

/** A file below an agent's root. `whole`: the agent never leaves it half written. */
export interface HomeFile {
  path: string;
  text: string;
  whole: boolean;
  /** Of a database, which has no text. */
  bytes?: Buffer;
  /** Its companions, which are there before it. */
  beside?: readonly { path: string; text: string }[];
}

const companionTime = new Date(Date.UTC(2026, 0, 3));

/** Writes the companions of all files: they are there before what they belong to. */
export function writeCompanions(root: string, files: readonly HomeFile[]): void {
  for (const { path, text } of files.flatMap(({ beside = [] }) => beside)) {
    // One that is a session file itself is read, too, and some agents tell no other time than the file's.
    utimesSync(write(root, path, Buffer.from(text)), companionTime, companionTime);
  }
}

/** Writes the file, or the first part of it, below an agent's root. Returns its path. */
export function writeHomeFile(root: string, { path, text, bytes }: HomeFile, share = 1): string {
  const content = bytes ?? Buffer.from(text);
  return write(root, path, content.subarray(0, Math.ceil(content.length * share)));
}

function write(root: string, path: string, content: Buffer): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** How a file comes to be there a second time. */
const copies: Record<string, (files: readonly HomeFile[]) => HomeFile[]> = {
  // The repository was copied, and the copy's history went on less far.
  aider: (files) =>
    files
      .filter(({ path }) => path.startsWith('app/'))
      .map((file) => ({ ...file, path: `backup/${file.path}`, text: head(file.text, 0.6), beside: [] })),
  // A tool wrote the session anew under another name.
  'drop-in': (files) =>
    files
      .filter(({ path }) => path.startsWith('acme/'))
      .map((file) => ({ ...file, path: file.path.replace('acme/', 'copies/'), text: head(file.text, 0.6) })),
  claude: (files) => {
    const [session, other] = [longest(files, 0), longest(files, 1)];
    return [
      // The project's folder was copied, and the copy went on less far.
      { ...session, path: session.path.replace('-work-app', '-work-copy'), text: head(session.text, 0.6) },
      // An old resume: the history again, under a new id that the lines bear.
      {
        ...other,
        path: other.path.replace(/[0-9a-f]{8}-/, 'eeeeeeee-'),
        text: other.text.replaceAll(idIn(other.path), idIn(other.path).replace(/^[0-9a-f]{8}/, 'eeeeeeee')),
      },
    ];
  },
  codex: (files) =>
    [0, 1, 2].map((nth) => {
      const active = longest(files, nth);
      const name = active.path.split('/').at(-1) ?? '';
      return {
        ...active,
        path: `archived_sessions/${name}`,
        text: nth === 1 ? active.text : head(active.text, 0.5),
      };
    }),
  copilot: (files) => {
    const session = files.find(({ path }) => path.endsWith('/events.jsonl'));
    if (session === undefined) {
      throw new Error('The home has no session');
    }
    // An older version's file of the session, which the newer one took over into a folder.
    return [
      { ...session, path: session.path.replace('/events.jsonl', '.jsonl'), text: head(session.text, 0.5) },
    ];
  },
  gemini: (files) => {
    const chats = files.filter(({ path }) => path.includes('/chats/'));
    const document = chats.find(({ path }) => path.endsWith('.json'));
    const session = chats.toSorted((a, b) => b.text.length - a.text.length)[0];
    if (document === undefined || session === undefined) {
      throw new Error('The home has too few sessions');
    }
    const { messages, ...facts } = JSON.parse(document.text) as { messages: unknown[] };
    return [
      // A resumed document goes on as lines, which begin with all it had.
      {
        path: `${document.path}l`,
        text: [facts, ...messages].map((record) => `${JSON.stringify(record)}\n`).join(''),
        whole: false,
      },
      // The project's folder got another name, and the old one stayed.
      { ...session, path: session.path.replace('tmp/app/', 'tmp/moved/'), text: head(session.text, 0.6) },
    ];
  },
  qwen: (files) => {
    const session = longest(files, 0);
    // The project's folder was copied, and the copy went on less far.
    return [
      { ...session, path: session.path.replace('-work-app', '-work-copy'), text: head(session.text, 0.6) },
    ];
  },
  opencode: (files) => {
    // Another channel's program began with a copy of the database.
    const database = named(files, 'opencode.db');
    return [{ ...database, path: 'opencode-beta.db' }];
  },
  goose: (files) => {
    // The lines that a session of the database was made of are still there.
    const lines = named(files, '20250901_120000.jsonl');
    return [{ ...lines, path: '20260102_1.jsonl' }];
  },
  cursor: (files) => {
    // A conversation of the editor's database has a transcript, too.
    const lines = files.find(({ path }) => /^[^/]+\/[^/]+\/agent-transcripts\/[^/]+\/[^/]+$/.test(path));
    const id = '00000001-1111-4111-8111-111111111111';
    return lines === undefined
      ? []
      : [{ ...lines, path: `projects/work-app/agent-transcripts/${id}/${id}.jsonl` }];
  },
};

/**
 * A home folder of each agent: every fixture, each of a session of its own where several have the same place, and copies of
 * some of them, as a moved project, an archive or a resumed session leave them.
 */
export const homes: Record<string, readonly HomeFile[]> = Object.fromEntries(
  importers.map((importer) => [importer.id, homeOf(importer)]),
);

function homeOf(importer: Importer): HomeFile[] {
  const used = new Set<string>();
  // Rows that are written down one by one are no database.
  const isFile = (fixture: Fixture) =>
    fixture.database !== null || importer.shapeOf(pathOf(importer, fixture)) !== 'sqlite';
  const files = fixturesOf(importer)
    .filter(isFile)
    .map((fixture, index) => {
      const path = pathOf(importer, fixture);
      const isTaken = used.has(path);
      used.add(path);
      const nth = isTaken ? index : 0;
      const { database } = fixture;
      const own: HomeFile =
        database === null
          ? file(importer, path, textOf(importer, fixture, path), nth)
          : { path, text: '', whole: true, bytes: database };
      const beside = [...fixture.companions].map(([of, text]) => file(importer, of, text, nth));
      return beside.length === 0 ? own : { ...own, beside };
    });
  return [...files, ...(copies[importer.id] ?? (() => []))(files)];
}

/** The file, or, for the number of a fixture, one of another session with the same lines. */
function file(importer: Importer, path: string, text: string, nth: number): HomeFile {
  const id = idIn(path);
  const renamed = nth === 0 ? id : id.slice(0, -3) + String(nth).padStart(3, '0');
  const whole = importer.shapeOf(path) !== 'jsonl';
  return { path: path.replaceAll(id, renamed), text: text.replaceAll(id, renamed), whole };
}

function textOf(importer: Importer, { records }: Fixture, path: string): string {
  switch (importer.shapeOf(path)) {
    case 'jsonl':
      return records.map((record) => `${JSON.stringify(record)}\n`).join('');
    case 'json':
      return JSON.stringify(records[0]);
    default:
      return String(records[0]);
  }
}

function named(files: readonly HomeFile[], path: string): HomeFile {
  const found = files.find((file) => file.path === path);
  if (found === undefined) {
    throw new Error(`The home has no ${path}`);
  }
  return found;
}

function longest(files: readonly HomeFile[], nth: number): HomeFile {
  const sessions = files.filter(
    ({ path, whole }) => !whole && path.startsWith(path.includes('-work-app') ? 'projects' : 'sessions'),
  );
  const found = sessions.toSorted((a, b) => b.text.length - a.text.length)[nth];
  if (found === undefined) {
    throw new Error('The home has too few sessions');
  }
  return found;
}

/** The first whole lines. */
function head(text: string, share: number): string {
  return text.slice(0, text.indexOf('\n', text.length * share) + 1);
}

function idIn(path: string): string {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(path)?.[0] ?? path;
}
