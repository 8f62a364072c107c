import type { SessionEvent } from '../../common/model.js';
import type { Names } from './names.js';

/** A session while a batch is written, with the columns of its row. */
export interface SessionRow {
  id: number;
  agent: string;
  agentSessionId: string;
  parent: string | null;
  forkedFrom: string | null;
  title: string | null;
  titleRank: number;
  titleAt: number | null;
  titleSource: number | null;
  cwd: number | null;
  cwdAt: number | null;
  version: string | null;
  versionAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  headless: number;
  client: string | null;
  archived: number;
  activeSource: number | null;
  waiting: number;
  waitingAt: number | null;
  process: number | null;
  processSource: number | null;
  agentType: string | null;
  parentCall: string | null;
  cost: number | null;
  source: number | null;
  sourceIsThread: number;
  /** As it was when the batch began. */
  startedBefore: number | null;
}

/** The file that an event comes from. `mayReplace`: it comes before another in the order of files. */
export interface TellingSource {
  id: number;
  mayReplace(other: number): boolean;
}

/** Takes in one event's facts. The result does not depend on the order in which files are read. */
export function mergeSession(
  row: SessionRow,
  event: SessionEvent,
  source: TellingSource,
  names: Names,
): void {
  const at = event.at ?? null;
  stretch(row, at, true);
  // Two files that contradict each other are not expected; the smaller text wins, so that it is the same at every import.
  row.parent = smaller(row.parent, event.parent);
  row.forkedFrom = smaller(row.forkedFrom, event.forkedFrom);
  row.agentType = smaller(row.agentType, event.agentType);
  row.client = smaller(row.client, event.client);
  row.parentCall = smaller(row.parentCall, event.parentCall);
  if (event.title !== undefined && event.title.text !== '') {
    mergeTitle(row, event.title, at, source);
  }
  if (event.cwd !== undefined) {
    const isEarlier = (at ?? Infinity) < (row.cwdAt ?? Infinity);
    const isTie = at === row.cwdAt && row.cwd !== null;
    if (row.cwd === null || isEarlier || (isTie && event.cwd < (names.text(row.cwd) ?? ''))) {
      row.cwd = names.id(event.cwd);
      row.cwdAt = at;
    }
  }
  if (event.agentVersion !== undefined) {
    const isTie = at === row.versionAt && row.version !== null;
    if (
      isTie ? event.agentVersion > (row.version ?? '') : (at ?? -Infinity) >= (row.versionAt ?? -Infinity)
    ) {
      row.version = event.agentVersion;
      row.versionAt = at;
    }
  }
  if (event.waiting !== undefined && (at ?? -Infinity) >= (row.waitingAt ?? -Infinity)) {
    row.waiting = Number(event.waiting);
    row.waitingAt = at;
  }
  if (
    event.process !== undefined &&
    (row.processSource === null || row.processSource === source.id || source.mayReplace(row.processSource))
  ) {
    row.process = event.process;
    row.processSource = source.id;
  }
  if (event.headless === true) {
    row.headless = 1;
  }
  if (event.archived === true) {
    row.archived = 1;
  }
  if (event.agentCostUsd !== undefined) {
    row.cost = Math.max(row.cost ?? 0, event.agentCostUsd);
  }
}

/** Widens the session's time by one event. What is copied from another session, or only ends something, starts nothing. */
export function stretch(row: SessionRow, at: number | null, mayStart: boolean): void {
  if (at === null || !Number.isFinite(at)) {
    return;
  }
  if (mayStart && (row.startedAt === null || at < row.startedAt)) {
    row.startedAt = at;
  }
  if (row.endedAt === null || at > row.endedAt) {
    row.endedAt = at;
  }
}

/** Of one rank the later line of a file wins; of several files the one that told its title later, else the first by name. */
function mergeTitle(
  row: SessionRow,
  title: { text: string; rank: number },
  at: number | null,
  source: TellingSource,
): void {
  const [own, old] = [at ?? -Infinity, row.titleAt ?? -Infinity];
  const isSame = source.id === row.titleSource;
  const isLater = isSame || own > old || (own === old && source.mayReplace(row.titleSource ?? 0));
  if (row.title === null || title.rank > row.titleRank || (title.rank === row.titleRank && isLater)) {
    // The file's newest time holds, so that what another file told in between loses in any order.
    row.titleAt = isSame && title.rank === row.titleRank && own < old ? row.titleAt : at;
    row.title = title.text;
    row.titleRank = title.rank;
    row.titleSource = source.id;
  }
}

function smaller(old: string | null, text: string | undefined): string | null {
  return text === undefined || (old !== null && old <= text) ? old : text;
}
