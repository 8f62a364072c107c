import * as z from 'zod';
import type { StoreApi } from '../common/storeApi.js';
import { sessionCategories } from '../common/insights.js';
import { groupings } from '../common/protocol.js';
import { searchParts } from '../common/search.js';
import type { Settings } from '../common/settings.js';
import { longestTicketKey } from '../common/ticketKey.js';
import { longestPattern } from '../common/textPattern.js';
import { usageDimensions } from '../common/usageReport.js';

/**
 * What each call takes. Calls come from other processes and, by way of the host, from webviews, so types alone promise
 * nothing. Unknown fields are dropped; sizes are bounded.
 */

const time = z.number().int();
const text = z.string().max(10_000);
const path = z.string().max(32_768);
const timeZone = z.string().max(100);
const sessionId = z.string().min(1).max(1000);

const filter = z.object({
  folders: z.array(path).max(1000).optional(),
  agents: z.array(text).max(100).optional(),
  since: time.optional(),
  until: time.optional(),
  text: text.optional(),
  parent: sessionId.optional(),
  children: z.boolean().optional(),
  ids: z.array(sessionId).max(10_000).optional(),
  tags: z.array(text).max(100).optional(),
  categories: z.array(z.enum(sessionCategories)).optional(),
  favourite: z.literal(true).optional(),
  archived: z.boolean().optional(),
  headless: z.boolean().optional(),
});

const page = z.object({
  limit: z.number().int().min(1).max(1000),
  offset: z.number().int().min(0).optional(),
});

const groupBy = z.enum(groupings);
const dimension = z.enum(usageDimensions);

const oneOf = z.array(text.nullable()).max(1000).optional();

const usageScope = z.object({
  since: time.optional(),
  until: time.optional(),
  filter: filter.optional(),
  ticket: text.optional(),
  models: oneOf,
  projects: oneOf,
  branches: oneOf,
  tickets: oneOf,
});

const usageQuery = usageScope.extend({
  by: dimension,
  thenBy: dimension.optional(),
  utc: z.boolean().optional(),
  timeZone: timeZone.optional(),
});

const chartQuery = usageScope.extend({
  timeZone,
  part: dimension.optional(),
  session: sessionId.optional(),
});

const values = z.array(text).max(100).optional();
const conditions = z.object({
  agents: values,
  projects: values,
  branches: values,
  tickets: values,
  models: values,
  tools: values,
  files: values,
  tags: values,
  error: z.literal(true).optional(),
  live: z.literal(true).optional(),
  favourite: z.literal(true).optional(),
  archived: z.literal(true).optional(),
  pinned: z.literal(true).optional(),
});

const searchQuery = z.object({
  text: z.string().max(1000),
  order: z.enum(['newest', 'best']).optional(),
  parts: z.array(z.enum(searchParts)).max(searchParts.length).optional(),
  where: conditions.optional(),
  without: conditions.optional(),
  filter: filter.omit({ since: true, until: true }).optional(),
  since: time.optional(),
  until: time.optional(),
  limit: z.number().int().min(1).max(1000),
  before: z.number().min(0).optional(),
});

const tag = z.string().max(200);
const ownText = z.string().max(20_000).nullable();
const markChange = z.object({
  title: ownText.optional(),
  note: ownText.optional(),
  favourite: z.boolean().optional(),
  archived: z.boolean().optional(),
  addTags: z.array(tag).max(100).optional(),
  removeTags: z.array(tag).max(100).optional(),
});
const marks = z.object({
  session: sessionId,
  title: ownText,
  note: ownText,
  favourite: z.boolean(),
  archived: z.boolean(),
  tags: z.array(tag).max(1000),
  refusedTags: z.array(tag).max(1000),
  ruleTags: z.array(tag).max(1000),
});

const textPattern = z.object({
  text: z.string().min(1).max(longestPattern),
  regex: z.literal(true).optional(),
  matchCase: z.literal(true).optional(),
  wholeWord: z.literal(true).optional(),
});

const ticketKey = z.string().trim().min(1).max(longestTicketKey);

const startTicket = z.object({
  key: ticketKey,
  title: text.optional(),
  folder: path,
  at: time.optional(),
});

const assignedRange = z.object({ from: time.optional(), to: time.optional() });
const assignment = z.object({
  sessions: z.array(sessionId).max(10_000),
  key: ticketKey.nullable(),
  of: ticketKey.optional(),
  range: assignedRange.optional(),
});
const assignedBefore = z.object({
  session: sessionId,
  assigned: z.array(z.object({ key: ticketKey, from: time.nullable(), to: time.nullable() })).max(10_000),
});
const ticketEdit = z.object({ title: ownText.optional(), note: ownText.optional() });
/** Whatever the user wrote; each rule is checked where it is read, so that one that is wrong spoils no other. */
const tagRules = z.array(z.json()).max(1000);

const agent = z.string().max(200);
const rateLimit = z.object({
  agent,
  limit: z.string().max(200),
  window: z.string().max(200),
  at: time,
  usedPercent: z.number().min(0).max(1000),
  minutes: z.number().int().min(1).nullable(),
  resetsAt: time.nullable(),
  plan: z.string().max(200).nullable(),
});

const price = z.number().min(0);

const settings = z.object({
  disabledAgents: z.array(text),
  extraRoots: z.record(text, z.array(path)),
  excludedProjects: z.array(text),
  keep: z.object({
    prompts: z.boolean(),
    reasoning: z.boolean(),
    toolArguments: z.boolean(),
    toolOutput: z.boolean(),
  }),
  ticketPattern: z.string().max(1000),
  tagRules,
  prices: z.record(
    text,
    z.object({
      input: price,
      output: price,
      cacheRead: price.optional(),
      cacheWrite5m: price.optional(),
      cacheWrite1h: price.optional(),
    }),
  ),
  idleAfterMinutes: z.number().min(0),
  endedAfterMinutes: z.number().min(0),
  forgetAfterDays: z.number().min(0),
  keepMarked: z.boolean(),
  paused: z.boolean(),
});

const rules = {
  agents: z.tuple([]),
  groups: z.tuple([groupBy, filter, timeZone.optional()]),
  sessions: z.tuple([
    filter,
    page,
    z.object({ by: groupBy, key: text.nullable(), timeZone: timeZone.optional() }).optional(),
  ]),
  session: z.tuple([sessionId]),
  outline: z.tuple([sessionId, z.number().int().min(0), z.number().int().min(0).max(100_000)]),
  bodies: z.tuple([z.array(z.number().int()).max(1000), z.number().int().min(1).optional()]),
  image: z.tuple([z.number().int(), z.number().int().min(0).max(1000)]),
  matching: z.tuple([z.array(z.number().int()).max(1000), textPattern]),
  search: z.tuple([searchQuery]),
  stepOf: z.tuple([z.number().int()]),
  stepNamed: z.tuple([sessionId, z.string().max(1000)]),
  similarSessions: z.tuple([sessionId]),
  sessionFiles: z.tuple([sessionId]),
  sessionCommits: z.tuple([sessionId]),
  updateInsights: z.tuple([]),
  tryTagRules: z.tuple([tagRules]),
  usage: z.tuple([usageQuery]),
  explain: z.tuple([usageScope]),
  chart: z.tuple([z.string().max(100), chartQuery]),
  sessionsBehind: z.tuple([
    chartQuery,
    z.array(z.object({ unit: z.string().max(40), key: text.nullable() })).max(5),
  ]),
  stepDetails: z.tuple([z.array(z.number().int()).max(1000)]),
  responses: z.tuple([sessionId, z.number().int().min(0), z.number().int().min(1).max(100_000)]),
  tickets: z.tuple([z.object({ folders: z.array(path).max(1000).optional() })]),
  ticket: z.tuple([ticketKey, path.optional()]),
  ticketPage: z.tuple([ticketKey, path.optional()]),
  previewTicketRule: z.tuple([text]),
  folderStatus: z.tuple([path]),
  plans: z.tuple([filter, page]),
  plan: z.tuple([z.number().int()]),
  rateLimits: z.tuple([z.array(agent).max(100).nullable()]),
  noteRateLimits: z.tuple([z.array(rateLimit).max(20)]),
  sessionsTouching: z.tuple([path, page]),
  progress: z.tuple([]),
  doctor: z.tuple([z.boolean()]),
  startTicket: z.tuple([startTicket]),
  switchTicket: z.tuple([startTicket]),
  finishTicket: z.tuple([path, time.optional()]),
  assignTicket: z.tuple([sessionId, ticketKey.nullable(), assignedRange.optional()]),
  assignSessions: z.tuple([assignment]),
  restoreAssignments: z.tuple([z.array(assignedBefore).max(10_000)]),
  reopenTicket: z.tuple([ticketKey]),
  abandonTicket: z.tuple([ticketKey]),
  mergeTickets: z.tuple([ticketKey, ticketKey]),
  unmergeTicket: z.tuple([ticketKey]),
  editTicket: z.tuple([ticketKey, ticketEdit]),
  markSessions: z.tuple([z.array(sessionId).max(10_000), markChange]),
  restoreMarks: z.tuple([z.array(marks).max(10_000)]),
  tags: z.tuple([]),
  pins: z.tuple([sessionId]),
  setPin: z.tuple([z.number().int(), ownText]),
  removePin: z.tuple([sessionId, z.string().max(1000)]),
  forget: z.tuple([z.array(sessionId).max(1_000_000)]),
  backup: z.tuple([path.min(1)]),
  restore: z.tuple([path.min(1)]),
  forgettingDone: z.tuple([]),
  sessionsBefore: z.tuple([time, z.boolean()]),
  forgotten: z.tuple([]),
  rememberForgotten: z.tuple([]),
  configure: z.tuple([settings]),
  settings: z.tuple([]),
  rescan: z.tuple([]),
  importFiles: z.tuple([z.array(path).min(1).max(1000)]),
  cancelImport: z.tuple([]),
  copyStore: z.tuple([]),
  deleteAll: z.tuple([]),
} as const satisfies Record<keyof StoreApi, z.ZodType<unknown[]>>;

/** The arguments of a call as the store may use them. Throws a sentence that names the method and the field. */
export function validArguments(method: keyof StoreApi, args: readonly unknown[]): unknown[] {
  // What crossed a socket as JSON has null where an argument was left out at the end.
  const given = [...args];
  while (given.length > 0 && (given.at(-1) === undefined || isLeftOut(method, given))) {
    given.pop();
  }
  const result = rules[method].safeParse(given);
  if (!result.success) {
    const issue = result.error.issues[0];
    const says = issue
      ? [...(issue.path.length ? [issue.path.join('.')] : []), issue.message]
      : ['wrong arguments'];
    throw new TypeError([method, ...says].join(': '));
  }
  return withoutUndefined(result.data) as unknown[];
}

/** Settings from the database or another version; null when they are none. Missing fields come from `defaults`. */
export function validSettings(value: unknown, defaults: Settings): Settings | null {
  const merged = typeof value === 'object' && value !== null ? { ...defaults, ...value } : null;
  const result = settings.safeParse(merged);
  return result.success ? (withoutUndefined(result.data) as Settings) : null;
}

/** `undefined` in a list becomes null in JSON; a trailing null is a left-out argument where null has no meaning of its own. */
function isLeftOut(method: keyof StoreApi, args: readonly unknown[]): boolean {
  const meant =
    method === 'rateLimits' || (args.length === 2 && (method === 'assignTicket' || method === 'setPin'));
  return args.at(-1) === null && !meant;
}

/** Optional fields are absent rather than undefined, as the types say. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutUndefined);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .map(([name, field]) => [name, withoutUndefined(field)]),
    );
  }
  return value;
}
