/**
 * `npm run conformance -- DIR`: reads `DIR/<agent>/home` as if it were a home folder and compares what comes out with
 * `DIR/expected.json`, to the token: each session, each fixture file alone, and the totals; by the importers alone, and,
 * when it is built, through the command line and its store. Ends with `N passed, N failed`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { ImportEvent } from '../../src/common/model.js';
import { importers } from '../../src/importers/index.js';
import type { Importer } from '../../src/importers/importer.js';
import { readFile, readHome, type FileRead } from '../importers/readHome.js';
import { reduceUsage, total, type Response } from '../importers/reduceUsage.js';

interface Expected {
  responses: number;
  input: number;
  cache_read: number;
  cache_write: number;
  output: number;
  reasoning: number | null;
  total: number;
  /** Used by sub-agents of which only progress lines are left; a complete reader counts it. */
  extra_nested_agent_progress?: Omit<Expected, 'reasoning' | 'total'>;
  total_with_nested_agent_progress?: number;
  parent?: string;
}

interface ExpectedOfAgent {
  sessions: Record<string, Expected>;
  fixtures?: Record<string, Expected | Record<string, Expected>>;
  totals: Expected;
}

const cli = resolve(process.argv[3] ?? join(__dirname, '../../dist/cli.js'));
let passed = 0;
let failed = 0;
/** One line an agent, for the table at the end. */
const lines: Record<string, string | number>[] = [];

const folder = process.argv[2];
if (folder === undefined || !existsSync(join(folder, 'expected.json'))) {
  console.error('usage: npm run conformance -- DIR   (a folder with expected.json and <agent>/home)');
  process.exit(2);
}
void main(folder);

async function main(samples: string): Promise<void> {
  const expected = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as Record<
    string,
    ExpectedOfAgent
  >;
  for (const importer of importers) {
    if (existsSync(join(samples, importer.id, 'home'))) {
      await conform(importer, expected[importer.id], samples);
      if (existsSync(cli)) {
        conformThroughStore(importer, expected[importer.id], samples);
      }
    }
  }
  const known = new Set(importers.map(({ id }) => id));
  compare(
    'every agent with expected figures has an importer',
    Object.keys(expected).filter((id) => !id.startsWith('_') && !known.has(id)),
    [],
  );
  if (existsSync(cli)) {
    console.table(Object.fromEntries(lines.map(({ agent, ...figures }) => [agent, figures])));
  } else {
    console.error(`Without the command line, which is not built: ${cli}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** What agents without expected figures have exactly all the same: spans of telemetry, as the agents' own spans sum them up. */
const telemetry: Record<string, { responses: number; total: number }> = {
  'vscode-copilot': { responses: 6, total: 71_057 },
};

/** The importer by itself. An agent without expected figures has none on disk: all of its responses have to say so. */
async function conform(importer: Importer, of: ExpectedOfAgent | undefined, samples: string): Promise<void> {
  const { id } = importer;
  const files = await readHome(importer, join(samples, id, 'home'));
  const all = reduceUsage(eventsOf(files));
  const responses = all.filter((response) => response.tokens !== null);
  compare(`${id}: problems`, problemsOf(files), []);
  compare(`${id}: records that nobody knows`, unknownOf(files), []);
  if (of === undefined) {
    const exact = responses.filter(({ approximate }) => !approximate);
    const sum = exact.reduce((value, { tokens }) => value + total(tokens), 0);
    const claimed = { responses: exact.length, total: sum };
    compare(`${id}: responses that claim exact tokens`, claimed, telemetry[id] ?? { responses: 0, total: 0 });
    return;
  }
  const sessions = bySession(responses);
  for (const [session, figures] of Object.entries(of.sessions)) {
    compare(`${id}: session ${session}`, figuresOf(sessions.get(session) ?? [], figures), wanted(figures));
    if (figures.parent !== undefined) {
      compare(`${id}: parent of ${session}`, parentOf(session, files), figures.parent);
    }
  }
  const unexpected = [...sessions.keys()].filter((session) => of.sessions[session] === undefined);
  compare(`${id}: no other session has responses`, unexpected, []);
  compare(`${id}: totals`, figuresOf(responses, of.totals), wanted(of.totals));
  for (const [path, figures] of Object.entries(of.fixtures ?? {})) {
    await fixture(importer, path, figures, samples);
  }
}

/** The same figures as the command line shows them, out of the store that it fills. */
function conformThroughStore(importer: Importer, of: ExpectedOfAgent | undefined, samples: string): void {
  const { id } = importer;
  const storage = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const options = [cli, '--home', join(samples, id, 'home'), '--storage', storage];
    const run = (...command: string[]): unknown =>
      JSON.parse(execFileSync(process.execPath, [...options, ...command, '--json'], { encoding: 'utf8' }));
    const { files, problems } = run('import') as { files: number; problems: unknown[] };
    const report = run('usage', '--by', 'session') as Report;
    const { totals } = report;
    lines.push({
      agent: id,
      files,
      sessions: (run('sessions') as unknown[]).length,
      responses: totals.responses,
      'without figures': totals.unknown_responses,
      approximate: totals.approximate_responses ?? 0,
      tokens: totals.total_tokens ?? 'unknown',
      problems: problems.length,
    });
    if (of === undefined) {
      return;
    }
    const rows = new Map(report.rows.map((row) => [row.key, row]));
    for (const [session, figures] of Object.entries(of.sessions)) {
      compare(`${id}: session ${session} in the store`, shown(rows.get(session), figures), wanted(figures));
    }
    compare(`${id}: totals of the store`, shown(totals, of.totals), wanted(of.totals));
  } finally {
    rmSync(storage, { recursive: true, force: true });
  }
}

interface Report {
  rows: ReportRow[];
  totals: ReportRow;
}

interface ReportRow {
  key: string | null;
  responses: number;
  unknown_responses: number;
  approximate_responses?: number;
  /** null: no response of the row has figures. */
  input_tokens: number | null;
  cache_read_tokens: number;
  cache_write_5m_tokens: number;
  cache_write_1h_tokens: number;
  output_tokens: number;
  reasoning_tokens: number;
  total_tokens: number | null;
}

/** A session without a response has no row, and one that is expected to have none has figures of 0. */
function shown(row: ReportRow | undefined, figures: Expected): Record<string, number | null> {
  return {
    responses: row?.responses ?? 0,
    input: row?.input_tokens ?? 0,
    cache_read: row?.cache_read_tokens ?? 0,
    cache_write: (row?.cache_write_5m_tokens ?? 0) + (row?.cache_write_1h_tokens ?? 0),
    output: row?.output_tokens ?? 0,
    total: row?.total_tokens ?? 0,
    ...(figures.reasoning === null ? {} : { reasoning: row?.reasoning_tokens ?? 0 }),
  };
}

/**
 * A fixture has no place of its own: it is read alone, as a file of one of the agent's folders. One that is another home
 * has figures by session.
 */
async function fixture(
  importer: Importer,
  path: string,
  figures: Expected | Record<string, Expected>,
  samples: string,
): Promise<void> {
  const what = `${importer.id}: fixture ${path}`;
  if (!isFigures(figures)) {
    const files = await readHome(importer, join(samples, path));
    const sessions = bySession(reduceUsage(eventsOf(files)).filter((response) => response.tokens !== null));
    for (const [session, of] of Object.entries(figures)) {
      compare(`${what}: session ${session}`, figuresOf(sessions.get(session) ?? [], of), wanted(of));
    }
    const others = [...sessions.keys()].filter((session) => figures[session] === undefined);
    compare(`${what}: no other session has responses`, others, []);
    return;
  }
  const name = basename(path);
  const stem = name.replace(/\.[^.]+$/, '');
  const places = [
    `projects/-fixture/${name}`,
    `projects/-fixture/chats/${name}`,
    `sessions/2025/01/01/${name}`,
    `sessions/2025/01/01/rollout-${name}`,
    `tmp/fixture/chats/session-${name}`,
    `session-state/${stem}/events.jsonl`,
  ];
  const as = places.find((place) => importer.shapeOf(place) !== null);
  if (as === undefined) {
    compare(`${what} has a place`, false, true);
    return;
  }
  const read = await readFile(importer, samples, path, as);
  // A file may count its responses and not their tokens: those are unknown, and none in a sum.
  const isWithoutTokens = figures.total === 0 && figures.responses > 0;
  const responses = reduceUsage(read.events).filter(({ tokens }) => tokens !== null || isWithoutTokens);
  compare(what, figuresOf(responses, figures), wanted(figures));
}

function isFigures(figures: Expected | Record<string, Expected>): figures is Expected {
  return typeof figures.responses === 'number';
}

/** A line that is no JSON is told by the reader, and is no fault of the importer. */
function problemsOf(files: readonly FileRead[]): string[] {
  return files.flatMap(({ file, problems }) => problems.map((problem) => `${file.path}: ${problem}`));
}

function unknownOf(files: readonly FileRead[]): string[] {
  const names = files.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'unknown' ? [event.name] : [])),
  );
  return [...new Set(names)];
}

function* eventsOf(files: readonly FileRead[]): Iterable<ImportEvent> {
  for (const file of files) {
    yield* file.events;
  }
}

function bySession(responses: readonly Response[]): Map<string, Response[]> {
  const sessions = new Map<string, Response[]>();
  for (const response of responses) {
    sessions.set(response.session, [...(sessions.get(response.session) ?? []), response]);
  }
  return sessions;
}

function parentOf(session: string, files: readonly FileRead[]): string | undefined {
  for (const event of eventsOf(files)) {
    if (event.type === 'session' && event.session === session && event.parent !== undefined) {
      return event.parent;
    }
  }
  return undefined;
}

/** `reasoning` is compared where it is expected. */
function figuresOf(responses: readonly Response[], figures: Expected): Record<string, number> {
  const sum = (of: (tokens: NonNullable<Response['tokens']>) => number) =>
    responses.reduce((value, { tokens }) => value + (tokens === null ? 0 : of(tokens)), 0);
  const input = sum((tokens) => tokens.input);
  const read = sum((tokens) => tokens.cacheRead);
  const write = sum((tokens) => tokens.cacheWrite5m + tokens.cacheWrite1h);
  const output = sum((tokens) => tokens.output);
  return {
    responses: responses.length,
    input,
    cache_read: read,
    cache_write: write,
    output,
    total: input + read + write + output,
    ...(figures.reasoning === null ? {} : { reasoning: sum((tokens) => tokens.reasoning ?? 0) }),
  };
}

function wanted(figures: Expected): Record<string, number> {
  const nested = figures.extra_nested_agent_progress;
  const add = (field: 'responses' | 'input' | 'cache_read' | 'cache_write' | 'output') =>
    figures[field] + (nested?.[field] ?? 0);
  const extra =
    nested === undefined ? 0 : nested.input + nested.cache_read + nested.cache_write + nested.output;
  return {
    responses: add('responses'),
    input: add('input'),
    cache_read: add('cache_read'),
    cache_write: add('cache_write'),
    output: add('output'),
    total: figures.total_with_nested_agent_progress ?? figures.total + extra,
    ...(figures.reasoning === null ? {} : { reasoning: figures.reasoning }),
  };
}

function compare(what: string, actual: unknown, wantedValue: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wantedValue)];
  if (is === should) {
    passed++;
  } else {
    failed++;
    console.error(`not ok: ${what}\n  is     ${is}\n  should ${should}`);
  }
}
