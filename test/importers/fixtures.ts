import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportEvent } from '../../src/common/model.js';
import type { FileParser, Importer } from '../../src/importers/importer.js';

/** A file beside its golden: what the importer makes of each record. */
export interface Fixture {
  name: string;
  /** The records of the file; what is no JSON is left out, as the tail does. */
  records: unknown[];
  golden: string;
  expected: Golden | null;
  /** What lies in `<name>.companions.json`: the texts of the files that are read along, by their path below the root. */
  companions: ReadonlyMap<string, string>;
  /** The file's bytes, of a fixture that is a database. */
  database: Buffer | null;
}

export interface Golden {
  /** Where the file would lie below a root of the agent. */
  path: string;
  /** One entry a record. */
  records: { line: number; events: readonly ImportEvent[]; problems?: readonly string[] }[];
}

const folder = __dirname;
/** Where a fixture lies whose golden does not say it. */
const places: Record<string, string> = {
  claude: 'projects/-work-app/11111111-1111-4111-8111-111111111111.jsonl',
  codex: 'sessions/2026/01/02/rollout-2026-01-02T03-04-05-019b0000-0000-7000-8000-000000000001.jsonl',
};

/** All fixtures of an agent: every file of its folder that is no golden and no list of companions. */
export function fixturesOf(importer: Importer): Fixture[] {
  const of = join(folder, importer.id);
  return (existsSync(of) ? readdirSync(of) : [])
    .filter((name) => !/\.(expected|companions)\.json$/.test(name))
    .toSorted()
    .map((name) => fixture(importer, of, name));
}

export function pathOf(importer: Importer, { name, expected }: Fixture): string {
  const path = expected?.path ?? places[importer.id];
  if (path === undefined) {
    throw new Error(
      `Where does ${name} lie? Write {"path": "…", "records": []} as its golden, then UPDATE=1.`,
    );
  }
  return path;
}

export function start(
  importer: Importer,
  path: string,
  state?: unknown,
  companions: ReadonlyMap<string, string> = new Map(),
): FileParser {
  return importer.start(
    { root: '/home/dev/root', path, modifiedAt: Date.UTC(2026, 0, 2), companions },
    state,
  );
}

function fixture(importer: Importer, of: string, name: string): Fixture {
  const stem = name.replace(/\.[^.]+$/, '');
  const golden = join(of, `${stem}.expected.json`);
  const beside = join(of, `${stem}.companions.json`);
  const companions = existsSync(beside)
    ? new Map(Object.entries(JSON.parse(readFileSync(beside, 'utf8')) as Record<string, string>))
    : new Map<string, string>();
  const expected = existsSync(golden) ? (JSON.parse(readFileSync(golden, 'utf8')) as Golden) : null;
  const text = readFileSync(join(of, name), 'utf8');
  const shape = importer.shapeOf(expected?.path ?? places[importer.id] ?? '');
  const path = expected?.path ?? places[importer.id] ?? '';
  const database = name.endsWith('.sql') ? databaseOf(importer, path, text) : null;
  const records =
    database?.records ?? (shape === 'text' ? [text] : shape === 'json' ? [JSON.parse(text)] : lines(text));
  return { name, records, golden, expected, companions, database: database?.bytes ?? null };
}

/** A database is written down as the statements that make it; its records are what the importer's queries find. */
function databaseOf(importer: Importer, path: string, sql: string): { bytes: Buffer; records: unknown[] } {
  const input = JSON.stringify({ sql, queries: importer.queries?.(path) ?? [] });
  const made = JSON.parse(
    execFileSync(process.execPath, [join(folder, 'makeDatabase.mjs')], { input, encoding: 'utf8' }),
  ) as { bytes: string; records: unknown[] };
  return { ...made, bytes: Buffer.from(made.bytes, 'base64') };
}

function lines(text: string): unknown[] {
  return text.split('\n').flatMap((line): unknown[] => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
