import { isNew, iso, type Thread } from './codexThread.js';
import { emptySums } from './codexTruth.js';
import { toldTokens } from './codexUsage.js';

/** How a thread's file comes to be where it is. */
export interface FileOptions {
  isArchived?: boolean;
  /** Lines of a thread that has a file of its own already; they count nowhere. */
  copied?: readonly string[];
}

/** Ends a thread's file and counts it. */
export function endFile(thread: Thread, { isArchived = false, copied }: FileOptions = {}): void {
  const { draft, id, createdAt, at } = thread;
  const { truth } = draft;
  const [date = '', time = ''] = iso(createdAt).slice(0, 19).split('T');
  const folder = isArchived ? 'archived_sessions' : `sessions/${date.replaceAll('-', '/')}`;
  const path = `${folder}/rollout-${date}T${time.replaceAll(':', '-')}-${id}.jsonl`;
  const lines = copied ?? thread.lines;
  const isTorn = !copied && thread.era !== 'bare' && draft.world.random.chance(0.02);
  const text = `${lines.join('\n')}\n${isTorn ? tornCount(thread) : ''}`;
  draft.files.push({ path: `.codex/${path}`, text, changedAt: at });
  truth.tornFiles += isTorn ? 1 : 0;
  truth.files++;
  truth.bytes += Buffer.byteLength(text);
  truth.lines += lines.length;
  truth[isArchived ? 'archivedFiles' : 'activeFiles']++;
  for (const line of lines) {
    const [, type, payload] = /"type":"([a-z_]+)"(?:,"payload":\{"type":"([a-z_]+)")?/.exec(line) ?? [];
    const name = type === undefined ? 'bare' : type + (payload === undefined ? '' : `:${payload}`);
    truth.byType[name] = (truth.byType[name] ?? 0) + 1;
  }
  if (copied) {
    truth.archivedCopiesOfActive++;
    draft.perFile[path] = { copyOf: id, ...emptySums() };
    return;
  }
  draft.endedAt[id] = at;
  draft.perFile[path] = { id, ...(thread.parentId ? { parent: thread.parentId } : {}), ...thread.own };
  countFile(thread);
}

function countFile({ draft, own, lastInfo, ...thread }: Thread): void {
  const { truth } = draft;
  for (const key of Object.keys(own) as (keyof typeof own)[]) {
    truth.truth[key] += own[key];
  }
  if (thread.isSubAgent) {
    truth.apart.subAgents += own.total;
  }
  if (lastInfo) {
    truth.wrong.lastCumulative += lastInfo.total_token_usage.total_tokens ?? 0;
    truth.wrong.sumOfAllTokenCount += thread.sumOfEvents;
    truth.wrong.forksCountedWithParentHistory += thread.sumOfChanges;
  }
  truth.filesWithReset += thread.wasReset ? 1 : 0;
  truth.filesWithRecords += thread.era === 'new' && own.responses > 0 ? 1 : 0;
}

/** The beginning of a count that the agent was stopped in: it counts nowhere. */
function tornCount(thread: Thread): string {
  const { total, draft, at } = thread;
  const doubled = Object.fromEntries(Object.entries(total).map(([key, value]) => [key, 2 * value]));
  const info = {
    total_token_usage: toldTokens(thread, doubled as unknown as typeof total),
    last_token_usage: toldTokens(thread, total),
  };
  const line = { timestamp: iso(at), type: 'event_msg', payload: { type: 'token_count', info } };
  return JSON.stringify(line).slice(0, -draft.world.random.int(20, 120));
}

/** Whether a line of the parent's history is in the file of a fork that replays it. */
export function isReplayed(thread: Thread, line: string): boolean {
  const head = line.slice(0, 160);
  return !(isNew(thread) ? notReplayedNew : notReplayed).test(head);
}

const notReplayed = /"type":"(exec_command_end|mcp_tool_call_end|web_search_end|collab_agent_spawn_end)"/;
const notReplayedNew =
  /"type":"(token_usage_record|event_msg","payload":\{"type":"(token_count|item_completed|sub_agent_activity|thread_settings_applied|thread_rolled_back))"/;
