import type { ClaudeTruth } from './claudeTruth.js';
import type { ClaudeWorld } from './claudeWorld.js';
import type { PendingFile } from './sessionFile.js';

/** A session or sub-agent at a moment: what every line of it repeats. */
export interface Talk {
  sessionId: string;
  cwd: string;
  branch: string;
  version: string;
  /** Now, in ms since 1970. */
  at: number;
  /** Whether a sub-agent speaks. */
  isSide: boolean;
  agentId?: string;
  slug: string;
  /** uuid of the line before. */
  parent: string | null;
  model: string;
  contextTokens: number;
}

/** A file of a session that is being written. */
export interface SessionLines {
  path: string;
  lines: string[];
}

/** Everything that writing one session needs and leaves. */
export interface Draft {
  world: ClaudeWorld;
  /** Counts this session only. */
  truth: ClaudeTruth;
  files: PendingFile[];
}

export function addLine(
  { truth }: Draft,
  file: SessionLines,
  line: { type: string } & Record<string, unknown>,
): void {
  file.lines.push(JSON.stringify(line));
  truth.byType[line.type] = (truth.byType[line.type] ?? 0) + 1;
}

/** Adds a line that the next one follows on, with the keys in Claude Code's own order, and returns its uuid. */
export function addEntry(
  draft: Draft,
  file: SessionLines,
  talk: Talk,
  entry: { type: string } & Record<string, unknown>,
): string {
  const uuid = draft.world.random.uuid();
  const { type, message, requestId, toolUseResult, sourceToolAssistantUUID, ...rest } = entry;
  const timestamp = new Date(talk.at).toISOString();
  if (type === 'assistant') {
    addLine(draft, file, { ...envelope(talk), message, requestId, type, uuid, timestamp, ...rest });
  } else {
    addLine(draft, file, {
      ...envelope(talk),
      type,
      ...(message ? { message } : {}),
      ...{ uuid, timestamp },
      ...(toolUseResult === undefined ? {} : { toolUseResult, sourceToolAssistantUUID }),
      ...rest,
    });
  }
  talk.parent = uuid;
  return uuid;
}

export function envelope(talk: Talk): Record<string, unknown> {
  return {
    parentUuid: talk.parent,
    isSidechain: talk.isSide,
    userType: 'external',
    cwd: talk.cwd,
    sessionId: talk.sessionId,
    version: talk.version,
    gitBranch: talk.branch,
    ...(talk.agentId ? { agentId: talk.agentId } : {}),
    slug: talk.slug,
  };
}

/** Ends a file. A torn one has the beginning of its last line once more, as if the agent had been stopped while writing. */
export function endFile(draft: Draft, { path, lines }: SessionLines, at: number, isTorn = false): void {
  const text = `${lines.join('\n')}\n${isTorn ? (lines.at(-1) ?? '').slice(0, 77) : ''}`;
  draft.files.push({ path, text, changedAt: at });
  draft.truth.files++;
  draft.truth.bytes += Buffer.byteLength(text);
  draft.truth.lines += lines.length;
}
