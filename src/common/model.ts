/**
 * What importers hand over and the store keeps. Times are milliseconds since 1970 UTC, offsets and lengths are bytes,
 * tokens are whole numbers. `null` means "not known", never zero.
 */

/** Tokens of one model response. `input` is uncached input; `output` includes reasoning. */
export interface Tokens {
  input: number;
  cacheRead: number;
  /** Cache writes kept for five minutes, and those whose lifetime the agent does not state. */
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
  /** The part of `output` that is reasoning; null where the agent does not record it. For information, in no sum. */
  reasoning: number | null;
}

/** Who speaks. `tool` is the output of a tool; `system` is the agent program itself. */
export type Role = 'user' | 'assistant' | 'system' | 'tool';

/**
 * What a message is. Only `prompt`, `command` and `shell` are the user's own words; `injected` is text that the agent put
 * into the user's role (reminders, environment blocks). `hook` is what a program of the user's said, which the agent runs at
 * certain moments; `retry` is a request to the model that failed and is made again.
 */
export type MessageKind =
  | 'prompt'
  | 'command'
  | 'shell'
  | 'injected'
  | 'text'
  | 'thinking'
  | 'tool'
  | 'compaction'
  | 'interrupt'
  | 'error'
  | 'notice'
  | 'hook'
  | 'retry';

/** What a tool does, in words that all agents share. */
export type ToolCategory = 'read' | 'edit' | 'search' | 'run' | 'web' | 'plan' | 'delegate' | 'mcp' | 'other';

/** The program that a session was held in: a terminal, an editor, a desktop application, or a script that runs one prompt. */
export type Client = 'cli' | 'ide' | 'desktop' | 'exec';

/** Something binary in a message, of which only the description is kept. */
export interface Attachment {
  mime: string;
  bytes: number;
}

/**
 * Every event names the agent's own session id; `thread` names a sub-agent that has no session id of its own. `agent`: whose
 * session it is, where an export tells of a session of another agent than the file's. Absent: the file's.
 */
interface InSession {
  session: string;
  thread?: string;
  agent?: string;
}

/** Facts about a session. Each field may come in an event of its own, in any order and any number of times. */
export interface SessionEvent extends InSession {
  type: 'session';
  /** When this was known. Stretches the session's start and end; of several `cwd`s the earliest is the session's. */
  at?: number;
  /** Agent's id of the session that started this one as a sub-agent. */
  parent?: string;
  /** Agent's id of the session whose history this one copied. */
  forkedFrom?: string;
  cwd?: string;
  branch?: string;
  /** The agent's title wins by `rank`, at equal rank the later line wins. Ranks: see `TitleRank`. */
  title?: { text: string; rank: number };
  agentVersion?: string;
  /** Started by a program, not by a person at a prompt. */
  headless?: boolean;
  client?: Client;
  /** For a child session: what kind of sub-agent it is, and the call in the parent that started it. */
  agentType?: string;
  parentCall?: string;
  archived?: boolean;
  /** Name of the session's plan: its `PlanEvent` may come from a file that names no session. */
  plan?: string;
  /** True when the last event asks the user something, false when that is answered. */
  waiting?: boolean;
  /** Id of the process that runs the session now, told by a file that is there as long as it does. */
  process?: number;
  /** The agent's own total, where it writes one; shown beside ours, never added. */
  agentCostUsd?: number;
}

/**
 * Ranks of titles, the same for all agents: what a person chose, what the agent made, an old summary, the first prompt, and
 * the task that a sub-agent was given by a tool call.
 */
export const TitleRank = { custom: 40, generated: 30, summary: 20, index: 15, prompt: 10, task: 5 } as const;

export interface MessageEvent extends InSession {
  type: 'message';
  /**
   * Names the message within its session, the same in every copy of the line: the agent's id and the block's index, or,
   * where lines have no id, something made of the line's own content. Reading a file again must give the same `uid`.
   */
  uid: string;
  /** `uid` of the message this one answers, only where it is not the one before it in the thread. */
  parent?: string;
  at: number | null;
  role: Role;
  kind: MessageKind;
  text: string;
  model?: string;
  branch?: string;
  cwd?: string;
  attachments?: Attachment[];
  /** Place among the messages of its source, where that is not the offset of the record that tells it. */
  position?: number;
  /** For `kind: 'tool'`: `text` is the input as JSON or free text. */
  tool?: { callId: string; name: string; category: ToolCategory };
  /** The text is what a tool call gave to this sub-agent, hence an argument of a tool. */
  isTask?: boolean;
  /** A prompt that was typed while the agent worked, and waited for its turn. */
  queued?: true;
  /** This line is a copy of another session's history. */
  copied?: boolean;
  /** Key of the `UsageEvent` of the response that this message is part of. */
  response?: string;
}

/** The outcome of a tool call; may come before or after its message. */
export interface ToolResultEvent extends InSession {
  type: 'tool_result';
  callId: string;
  at: number | null;
  /** null: the agent tells the status only. */
  output: string | null;
  isError: boolean;
  exitCode?: number;
  durationMs?: number;
  attachments?: Attachment[];
}

/**
 * One model response, or one of the several lines that tell of it. The store keeps one row a `key` over all files, and the
 * result never depends on the order in which files are read:
 *  - tokens, model and flags come whole from the claim with the lowest `preference`, then the largest total;
 *  - session, time, branch and cwd come from the claim that was first: lowest `at`, then not `isCopy`, then the session that
 *    started earlier, then the smaller session id;
 *  - of all rows of one `group` only those with the lowest `rank` count; a row's rank is the lowest of its claims. (Claude
 *    Code: group = message id; a line of the main thread ranks before a sub-agent's, one with a request id before one
 *    without, and a progress line last. Codex: group = thread, rank = archived copy and kind of record.)
 */
export interface UsageEvent extends InSession {
  type: 'usage';
  key: string;
  group: string;
  rank: number;
  preference: number;
  at: number | null;
  isCopy: boolean;
  model: string | null;
  /** null: the agent made a response and recorded no usage. */
  tokens: Tokens | null;
  /** The figures are rounded by the agent, or tell a part of the response only. */
  approximate?: true;
  /** Billed in a way the price table does not know: the standard price holds and is flagged as an estimate. */
  tier?: 'fast' | 'batch' | 'priority' | 'flex';
  webSearches?: number;
  branch?: string;
  cwd?: string;
  /** Id of the agent's request, where it has one: joins hooks and OTLP to this row. */
  requestId?: string;
}

export interface FileChangeEvent extends InSession {
  type: 'file_change';
  callId: string;
  at: number | null;
  path: string;
  operation: 'create' | 'update' | 'delete' | 'rename';
  /** Lines; null where the agent does not tell. */
  added: number | null;
  removed: number | null;
  /** Unified diff hunks, without a file header. */
  patch?: string;
  newPath?: string;
}

/** A sub-agent that lives in its parent's session. Facts may come from several lines and files; what is set later completes. */
export interface SubAgentEvent extends InSession {
  type: 'sub_agent';
  thread: string;
  agentType?: string;
  description?: string;
  /** The tool call that started it. */
  callId?: string;
  model?: string;
  at?: number;
  /** A helper of the agent program itself (compaction): listed apart. */
  internal?: boolean;
}

export interface PlanEvent {
  type: 'plan';
  session?: string;
  agent?: string;
  /** Names the plan; the latest text of a name is kept. */
  name: string;
  at: number | null;
  text: string;
  path?: string;
}

export interface TodosEvent extends InSession {
  type: 'todos';
  at: number | null;
  /** The list comes one task a file, and this is the one of that id. */
  task?: string;
  items: { text: string; status: 'pending' | 'in_progress' | 'completed' }[];
}

/** A line of the agent's own prompt history. */
export interface PromptEvent {
  type: 'prompt';
  session?: string;
  at: number;
  text: string;
  project?: string;
}

/** A pull request or other page that the agent linked to the session. */
export interface LinkEvent extends InSession {
  type: 'link';
  url: string;
  label: string;
  at: number | null;
}

/**
 * How much of a subscription's window is used up, as the provider tells the agent. It is about the account; the session is
 * the one whose file tells it. Of each window the latest telling is kept.
 */
export interface RateLimitEvent extends InSession {
  type: 'rate_limit';
  /** The agent's names of the limit and of the window in it. */
  limit: string;
  window: string;
  at: number;
  usedPercent: number;
  /** How long the window is; null: not told. */
  minutes: number | null;
  resetsAt: number | null;
  plan?: string;
}

/**
 * What a person said of the session in the logbook that it was exported from. It fills what nobody has said here, and
 * replaces nothing.
 */
export interface MarksEvent extends InSession {
  type: 'marks';
  title?: string;
  note?: string;
  favourite?: boolean;
  archived?: boolean;
  tags?: string[];
}

/** A message that a person pinned there. */
export interface PinEvent extends InSession {
  type: 'pin';
  /** Of the message. */
  uid: string;
  note?: string;
  /** When it was pinned. */
  at: number | null;
}

/** What a person said there of a ticket that the session has responses of. */
export interface TicketEvent extends InSession {
  type: 'ticket';
  key: string;
  title?: string;
  note?: string;
}

/** A line whose type no importer knows. Its name and place are kept, so that a later version can read it. */
export interface UnknownEvent {
  type: 'unknown';
  name: string;
}

export type ImportEvent =
  | SessionEvent
  | MessageEvent
  | ToolResultEvent
  | UsageEvent
  | FileChangeEvent
  | SubAgentEvent
  | PlanEvent
  | TodosEvent
  | PromptEvent
  | LinkEvent
  | RateLimitEvent
  | MarksEvent
  | PinEvent
  | TicketEvent
  | UnknownEvent;
