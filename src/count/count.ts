import { defaultSettings } from '../common/settings.js';
import type { UsageDimension, UsageReport } from '../common/usageReport.js';
import type { Importer, Places } from '../importers/importer.js';
import { importers as allImporters } from '../importers/index.js';
import { diskFiles, type FileSource } from '../ingest/fileSource.js';
import { priceTable } from '../pricing/pricing.js';
import { CountedFiles } from './files.js';
import { reportOf } from './report.js';
import { type CountedSession, CountedSessions } from './sessions.js';
import { type CountedResponse, Tally } from './tally.js';
import { createTexts } from './texts.js';
import { hasEventIn, isIn } from './window.js';

/** The part of `UsageQuery` that needs no store. */
export interface CountQuery {
  by: UsageDimension;
  utc?: boolean;
  timeZone?: string;
  /** Milliseconds: [since, until). */
  since?: number;
  until?: number;
}

export interface Count {
  report: UsageReport;
  /** Files and folders that could not be read. */
  problems: readonly { file: string; message: string }[];
}

export interface CountOptions {
  places: Places;
  /** That of sql.js, for databases of agents. */
  wasmPath: string;
  /** For tests. */
  importers?: readonly Importer[];
  files?: FileSource;
}

/**
 * Usage, counted straight from the agents' files: the report of a new store that has just read them, without one. Nothing
 * is written. What only a store knows does not hold: settings, tickets that were started, sessions whose files are gone.
 *
 * Files are read once with as little as possible parsed. Where that leaves a session in doubt that matters to what is
 * asked, its files are read again, whole.
 */
export async function countUsage(
  { places, wasmPath, importers = allImporters, files: source = diskFiles }: CountOptions,
  { by, utc, timeZone, since, until }: CountQuery,
): Promise<Count> {
  const window =
    since === undefined && until === undefined ? null : { since: since ?? 0, until: until ?? Infinity };
  const texts = createTexts();
  const sessions = new CountedSessions(texts, window);
  const tally = new Tally(sessions, createTexts(), texts);
  const files = new CountedFiles({ importers, places, wasmPath, source, window, sessions, tally });
  await files.read();

  await files.readAgain(tally.decidedByStart());
  const responses = tally.counted(({ at }) => window === null || (at !== null && isIn(window, at)));
  if (by === 'project' || by === 'branch') {
    // The folder of a response that does not tell its own is its session's.
    await files.readAgain(withoutFolder(responses, sessions));
  }
  if (window !== null) {
    const answered = rootsOf(responses, sessions);
    const isOpen = (session: CountedSession) => !answered.has(sessions.rootOf(session));
    await files.readAgain(new Set([...files.inWindow()].filter(isOpen)));
  }
  const report = reportOf(by, utc === true ? 'UTC' : timeZone, {
    responses,
    present: sessions.all.filter(
      (session) => sessions.isThere(session) && (window === null || hasEventIn(window, session)),
    ),
    sessions,
    texts,
    prices: priceTable(defaultSettings.prices),
  });
  return { report, problems: files.problems };
}

/** The top-level sessions that have responses. */
function rootsOf(responses: Iterable<CountedResponse>, sessions: CountedSessions): Set<CountedSession> {
  const roots = new Set<CountedSession>();
  for (const { first } of responses) {
    roots.add(sessions.rootOf(sessions.byId(first.session)));
  }
  return roots;
}

/** Sessions with responses that do not tell their folder. */
function withoutFolder(responses: Iterable<CountedResponse>, sessions: CountedSessions): Set<CountedSession> {
  const found = new Set<CountedSession>();
  for (const { first } of responses) {
    if (first.cwd === null) {
      found.add(sessions.byId(first.session));
    }
  }
  return found;
}
