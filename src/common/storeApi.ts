import type { Backup } from './backup.js';
import type { ChartKey, ChartQuery, ChartResult } from './charts.js';
import type { ResponseRow, StepDetail } from './exportRows.js';
import type { Explanation } from './explanation.js';
import type { DoctorReport, FileImport, ImportProgress, ImportResult } from './importReport.js';
import type { MarkChange, Pin, SessionMarks, TagCount } from './marks.js';
import type { RateLimit } from './rateLimits.js';
import type { SearchQuery, SearchResult } from './search.js';
import type { SessionCommits, SimilarSession } from './sessionPage.js';
import type { Settings } from './settings.js';
import type { ImageData, OutlineRow, MessageBody } from './steps.js';
import type { StoreCopy } from './sqlConsole.js';
import type { PatternMatches, TextPattern } from './textPattern.js';
import type {
  AssignedBefore,
  AssignedRange,
  RulePreview,
  SessionAssignment,
  TicketEdit,
  TicketPage,
} from './ticketPage.js';
import type { TagRuleTrial } from './tagRules.js';
import type { UsageReport } from './usageReport.js';
import type {
  AgentName,
  FolderStatus,
  GroupBy,
  Page,
  PlanSummary,
  SessionDetail,
  SessionFilter,
  SessionGroup,
  SessionId,
  SessionSummary,
  StartTicket,
  TicketReport,
  TicketSummary,
  UsageQuery,
  UsageScope,
} from './protocol.js';

/** What the owner of the store answers, whoever asks and over whatever border. */
export interface StoreApi {
  /** Every agent that this version can read, whether it has sessions or not. */
  agents(): Promise<readonly AgentName[]>;
  /** `timeZone`: the IANA name of the zone whose days count. Absent: that of the window that asks, never the owner's. */
  groups(by: GroupBy, filter: SessionFilter, timeZone?: string): Promise<readonly SessionGroup[]>;
  /** Newest first. With `group`, the sessions of that group with their share. */
  sessions(
    filter: SessionFilter,
    page: Page,
    group?: { by: GroupBy; key: string | null; timeZone?: string },
  ): Promise<readonly SessionSummary[]>;
  /** Takes a full id, an agent's own id, or an unambiguous beginning of either; null when there is none. */
  session(id: string): Promise<SessionDetail | null>;
  /** The sessions that these ids name, each once and followed by all that descends from it. */
  families(ids: readonly string[]): Promise<readonly SessionId[]>;
  /** Rows with seq in [from, from + limit), sub-agents in their place, and how many there are. */
  outline(
    id: SessionId,
    from: number,
    limit: number,
  ): Promise<{ total: number; rows: readonly OutlineRow[] }>;
  /** With `limit`, each text ends after so many bytes. */
  bodies(ids: readonly number[], limit?: number): Promise<readonly MessageBody[]>;
  /** The image that a message has at this place among its attachments, from the agent's own file; null: it is there no longer. */
  image(message: number, index: number): Promise<ImageData | null>;
  /** Which of these messages have the pattern in what was said, done or changed, or in a tool's name. */
  matching(ids: readonly number[], pattern: TextPattern): Promise<PatternMatches>;
  /** In all that was said and done. Takes half a second at most; what is not looked at by then is left out, and the result says so. */
  search(query: SearchQuery): Promise<SearchResult>;
  /** Where a message (its row id) stands in its session's main order; null: it is not there any more. */
  stepOf(message: number): Promise<{ session: SessionId; seq: number } | null>;
  /** Where a session has the message of this uid, which it has in every copy and after a rebuild; null: nowhere. */
  stepNamed(id: SessionId, uid: string): Promise<number | null>;
  /** Top-level sessions of the same project that changed the same files, or have words of the title or the branch in common. */
  similarSessions(id: SessionId): Promise<readonly SimilarSession[]>;
  /** Files that a session's tool calls changed, those with the most changed lines first. */
  sessionFiles(id: SessionId): Promise<TicketReport['filesChanged']>;
  /** Commits of the session's time, by this author, on its branches. */
  sessionCommits(id: SessionId): Promise<SessionCommits>;
  /** Draws all conclusions from sessions (categories, quality, tags by rule) that wait for their turn in the background. */
  updateInsights(): Promise<void>;
  /** What rules for tags would do. Takes some seconds at most; what is not looked at by then is left out, and the result says so. */
  tryTagRules(rules: readonly unknown[]): Promise<TagRuleTrial>;
  usage(query: UsageQuery): Promise<UsageReport>;
  /** How the totals of a scope came about. */
  explain(scope: UsageScope): Promise<Explanation>;
  /** The rows of a chart, by its id. */
  chart(id: string, query: ChartQuery): Promise<ChartResult>;
  /** Sessions that have a part in a mark of a chart, by its id: those with the largest part first. */
  sessionsBehind(id: string, query: ChartQuery, keys: readonly ChartKey[]): Promise<readonly SessionId[]>;
  /** For exports: what steps have besides outline and body, by row ids. */
  stepDetails(ids: readonly number[]): Promise<readonly StepDetail[]>;
  /** For exports: the responses that count for a session, in order of time; [from, from + limit) of them. */
  responses(id: SessionId, from: number, limit: number): Promise<readonly ResponseRow[]>;
  tickets(filter: { folders?: readonly string[] }): Promise<readonly TicketSummary[]>;
  ticket(key: string, folder?: string): Promise<TicketReport | null>;
  /** What the store knows of a ticket, and nothing of git; null: there is none. */
  ticketPage(key: string, folder?: string): Promise<TicketPage | null>;
  /** What another expression for branches (`Settings.ticketPattern`) would change; changes nothing. */
  previewTicketRule(pattern: string): Promise<RulePreview>;
  folderStatus(folder: string): Promise<FolderStatus>;
  plans(filter: SessionFilter, page: Page): Promise<readonly PlanSummary[]>;
  plan(id: number): Promise<{ name: string; text: string } | null>;
  /** How much of the windows of agents' subscriptions is used up, as far as it was told; the shortest windows first. null: of all agents. */
  rateLimits(agents: readonly string[] | null): Promise<readonly RateLimit[]>;
  /** Keeps what an agent's status line was told of its limits; an earlier telling than the one that is kept changes nothing. */
  noteRateLimits(limits: readonly RateLimit[]): Promise<void>;
  sessionsTouching(path: string, page: Page): Promise<readonly SessionSummary[]>;
  progress(): Promise<ImportProgress>;
  doctor(check: boolean): Promise<DoctorReport>;

  startTicket(ticket: StartTicket): Promise<TicketReport>;
  /** Closes the folder's open ticket and opens another, at one moment. */
  switchTicket(ticket: StartTicket): Promise<TicketReport>;
  finishTicket(folder: string, at?: number): Promise<TicketReport>;
  /** By hand: the whole session, or its responses in [from, to). `key: null` takes an assignment back. */
  assignTicket(session: SessionId, key: string | null, range?: AssignedRange): Promise<void>;
  /** Several sessions at once. Returns what was assigned in them before, to undo it. */
  assignSessions(assignment: SessionAssignment): Promise<readonly AssignedBefore[]>;
  restoreAssignments(before: readonly AssignedBefore[]): Promise<void>;
  /** Starts a finished or abandoned ticket again, where it was worked on last. */
  reopenTicket(key: string): Promise<TicketReport>;
  /** Gives a ticket up; where it is open it ends. Its responses stay its own. */
  abandonTicket(key: string): Promise<TicketReport>;
  /** What names the first belongs to the second from now on, until `unmergeTicket`. */
  mergeTickets(from: string, into: string): Promise<TicketReport>;
  /** null: nothing names the ticket. */
  unmergeTicket(key: string): Promise<TicketReport | null>;
  editTicket(key: string, edit: TicketEdit): Promise<void>;
  /** Tags, titles, notes, favourites, the archive: of many sessions at once. Returns what was there before, to undo it. */
  markSessions(ids: readonly SessionId[], change: MarkChange): Promise<readonly SessionMarks[]>;
  restoreMarks(marks: readonly SessionMarks[]): Promise<void>;
  /** Every tag that a session has, most used first. */
  tags(): Promise<readonly TagCount[]>;
  /** The pinned moments of a session, in its order. */
  pins(session: SessionId): Promise<readonly Pin[]>;
  /** Pins a message (its row id), or changes the note of one that is pinned. */
  setPin(message: number, note: string | null): Promise<void>;
  removePin(session: SessionId, uid: string): Promise<void>;
  /**
   * Deletes sessions with all that they started and all that was said of them, for good; their files are not read again.
   * Returns them. What the deleted texts leave in shared places is overwritten soon after: `forgettingDone` waits for it.
   */
  forget(ids: readonly SessionId[]): Promise<readonly SessionId[]>;
  /** Writes the whole logbook into one file; an existing one is replaced. The path is absolute, on the owner's machine. */
  backup(file: string): Promise<Backup>;
  /**
   * Replaces the logbook by a backup; the one of before is kept beside it under a dated name. What was forgotten since stays
   * so, unless `withForgotten`. Returns how many sessions come back.
   */
  restore(file: string, withForgotten?: boolean): Promise<number>;
  /** Returns when nothing of what was forgotten is left in the store's files. */
  forgettingDone(): Promise<void>;
  /** Top-level sessions that ended before a time, with all that they started; `keepMarked`: but for those that a person marked. */
  sessionsBefore(at: number, keepMarked: boolean): Promise<readonly SessionId[]>;
  /** How many sessions are not read again. */
  forgotten(): Promise<number>;
  /** Reads the files of forgotten sessions again, where they still are. */
  rememberForgotten(): Promise<void>;
  configure(settings: Settings): Promise<void>;
  settings(): Promise<Settings>;
  /** Reads what changed on disk and returns when it is committed. */
  rescan(): Promise<ImportResult>;
  /** Keeps copies of session files, of any agent or of an interchange format, and reads them. Paths are absolute. */
  importFiles(files: readonly string[]): Promise<FileImport>;
  /** Stops the running import after the current transaction; it goes on at the next rescan. */
  cancelImport(): Promise<void>;
  /** Copies the database to a file of the asker's own, for questions in SQL. The asker deletes it. */
  copyStore(): Promise<StoreCopy>;
  /** Deletes every row and starts with an empty store. Files of the agents stay; they are read again only after `configure` un-pauses. */
  deleteAll(): Promise<void>;
}

/** The names of all calls, to check what comes over a border. */
export const storeMethods = [
  'agents',
  'groups',
  'sessions',
  'session',
  'families',
  'outline',
  'bodies',
  'image',
  'matching',
  'search',
  'stepOf',
  'stepNamed',
  'similarSessions',
  'sessionFiles',
  'sessionCommits',
  'updateInsights',
  'tryTagRules',
  'usage',
  'explain',
  'chart',
  'sessionsBehind',
  'stepDetails',
  'responses',
  'tickets',
  'ticket',
  'ticketPage',
  'previewTicketRule',
  'folderStatus',
  'plans',
  'plan',
  'rateLimits',
  'noteRateLimits',
  'sessionsTouching',
  'progress',
  'doctor',
  'startTicket',
  'switchTicket',
  'finishTicket',
  'assignTicket',
  'assignSessions',
  'restoreAssignments',
  'reopenTicket',
  'abandonTicket',
  'mergeTickets',
  'unmergeTicket',
  'editTicket',
  'markSessions',
  'restoreMarks',
  'tags',
  'pins',
  'setPin',
  'removePin',
  'forget',
  'backup',
  'restore',
  'forgettingDone',
  'sessionsBefore',
  'forgotten',
  'rememberForgotten',
  'configure',
  'settings',
  'rescan',
  'importFiles',
  'cancelImport',
  'copyStore',
  'deleteAll',
] as const satisfies readonly (keyof StoreApi)[];

/** Calls whose effect is nowhere else than in the store: no file of an agent would bring it back. */
const lastingMethods: ReadonlySet<keyof StoreApi> = new Set([
  'startTicket',
  'switchTicket',
  'finishTicket',
  'assignTicket',
  'assignSessions',
  'restoreAssignments',
  'reopenTicket',
  'abandonTicket',
  'mergeTickets',
  'unmergeTicket',
  'editTicket',
  'markSessions',
  'restoreMarks',
  'setPin',
  'removePin',
  'forget',
  'rememberForgotten',
  'configure',
] as const);

export function isLasting(method: keyof StoreApi): boolean {
  return lastingMethods.has(method);
}
