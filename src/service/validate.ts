import * as z from 'zod/mini';
import type { StoreApi } from '../common/storeApi.js';
import { sessionCategories } from '../common/insights.js';
import { qualityBands, sessionStatuses } from '../common/sessionGroups.js';
import { groupings } from '../common/protocol.js';
import { searchParts } from '../common/search.js';
import type { Settings } from '../common/settings.js';
import { longestTicketKey } from '../common/ticketKey.js';
import { longestPattern } from '../common/textPattern.js';
import { partDimensions } from '../common/charts.js';
import { usageDimensions } from '../common/usageReport.js';
import { amount, list, text as textOf, upTo, wholeNumber } from './shapes.js';

/**
 * What each call takes. Calls come from other processes and, by way of the host, from webviews, so types alone promise
 * nothing. Unknown fields are dropped; sizes are bounded.
 */

const time = z.int();
const text = textOf(10_000);
const path = textOf(32_768);
const timeZone = textOf(100);
const sessionId = textOf(1000, 1);

const filter = z.object({
  folders: z.optional(list(path, 1000)),
  agents: z.optional(list(text, 100)),
  since: z.optional(time),
  until: z.optional(time),
  text: z.optional(text),
  parent: z.optional(sessionId),
  children: z.optional(z.boolean()),
  ids: z.optional(list(sessionId, 10_000)),
  tags: z.optional(list(text, 100)),
  categories: z.optional(z.array(z.enum(sessionCategories))),
  statuses: z.optional(z.array(z.enum(sessionStatuses))),
  qualities: z.optional(z.array(z.enum(qualityBands))),
  favourite: z.optional(z.literal(true)),
  archived: z.optional(z.boolean()),
  headless: z.optional(z.boolean()),
});

const page = z.object({
  limit: upTo(1000, 1),
  offset: z.optional(wholeNumber),
});

const groupBy = z.enum(groupings);
const dimension = z.enum(usageDimensions);

const oneOf = z.optional(list(z.nullable(text), 1000));

const usageScope = z.object({
  since: z.optional(time),
  until: z.optional(time),
  filter: z.optional(filter),
  ticket: z.optional(text),
  models: oneOf,
  projects: oneOf,
  branches: oneOf,
  tickets: oneOf,
});

const usageQuery = z.extend(usageScope, {
  by: dimension,
  thenBy: z.optional(dimension),
  utc: z.optional(z.boolean()),
  timeZone: z.optional(timeZone),
});

const chartQuery = z.extend(usageScope, {
  timeZone,
  part: z.optional(z.enum(partDimensions)),
  session: z.optional(sessionId),
});

const values = z.optional(list(text, 100));
const conditions = z.object({
  agents: values,
  projects: values,
  branches: values,
  tickets: values,
  models: values,
  tools: values,
  files: values,
  tags: values,
  error: z.optional(z.literal(true)),
  live: z.optional(z.literal(true)),
  favourite: z.optional(z.literal(true)),
  archived: z.optional(z.literal(true)),
  pinned: z.optional(z.literal(true)),
});

const searchQuery = z.object({
  text: textOf(1000),
  order: z.optional(z.enum(['newest', 'best'])),
  parts: z.optional(list(z.enum(searchParts), searchParts.length)),
  where: z.optional(conditions),
  without: z.optional(conditions),
  filter: z.optional(z.omit(filter, { since: true, until: true })),
  since: z.optional(time),
  until: z.optional(time),
  limit: upTo(1000, 1),
  before: z.optional(amount),
  asker: z.optional(textOf(100)),
});

const tag = textOf(200);
const ownText = z.nullable(textOf(20_000));
const markChange = z.object({
  title: z.optional(ownText),
  note: z.optional(ownText),
  favourite: z.optional(z.boolean()),
  archived: z.optional(z.boolean()),
  addTags: z.optional(list(tag, 100)),
  removeTags: z.optional(list(tag, 100)),
});
const marks = z.object({
  session: sessionId,
  title: ownText,
  note: ownText,
  favourite: z.boolean(),
  archived: z.boolean(),
  tags: list(tag, 1000),
  refusedTags: list(tag, 1000),
  ruleTags: list(tag, 1000),
});

const textPattern = z.object({
  text: textOf(longestPattern, 1),
  regex: z.optional(z.literal(true)),
  matchCase: z.optional(z.literal(true)),
  wholeWord: z.optional(z.literal(true)),
});

const ticketKey = z.string().check(z.trim(), z.minLength(1), z.maxLength(longestTicketKey));

const startTicket = z.object({
  key: ticketKey,
  title: z.optional(text),
  folder: path,
  at: z.optional(time),
});

const assignedRange = z.object({ from: z.optional(time), to: z.optional(time) });
const assignment = z.object({
  sessions: list(sessionId, 10_000),
  key: z.nullable(ticketKey),
  of: z.optional(ticketKey),
  range: z.optional(assignedRange),
});
const assignedBefore = z.object({
  session: sessionId,
  assigned: list(z.object({ key: ticketKey, from: z.nullable(time), to: z.nullable(time) }), 10_000),
});
const ticketEdit = z.object({ title: z.optional(ownText), note: z.optional(ownText) });
/** Whatever the user wrote; each rule is checked where it is read, so that one that is wrong spoils no other. */
const tagRules = list(z.json(), 1000);

const agent = textOf(200);
const rateLimit = z.object({
  agent,
  limit: textOf(200),
  window: textOf(200),
  at: time,
  usedPercent: amount.check(z.maximum(1000)),
  minutes: z.nullable(z.int().check(z.minimum(1))),
  resetsAt: z.nullable(time),
  plan: z.nullable(textOf(200)),
});

const price = amount;

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
  ticketPattern: textOf(1000),
  tagRules,
  prices: z.record(
    text,
    z.object({
      input: price,
      output: price,
      cacheRead: z.optional(price),
      cacheWrite5m: z.optional(price),
      cacheWrite1h: z.optional(price),
    }),
  ),
  idleAfterMinutes: amount,
  endedAfterMinutes: amount,
  forgetAfterDays: amount,
  keepMarked: z.boolean(),
  paused: z.boolean(),
});

const rules = {
  agents: z.tuple([]),
  groups: z.tuple([groupBy, filter, z.optional(timeZone)]),
  sessions: z.tuple([
    filter,
    page,
    z.optional(z.object({ by: groupBy, key: z.nullable(text), timeZone: z.optional(timeZone) })),
  ]),
  session: z.tuple([sessionId]),
  families: z.tuple([list(sessionId, 1000)]),
  outline: z.tuple([sessionId, wholeNumber, upTo(100_000)]),
  bodies: z.tuple([list(z.int(), 1000), z.optional(z.int().check(z.minimum(1)))]),
  image: z.tuple([z.int(), upTo(1000)]),
  matching: z.tuple([list(z.int(), 1000), textPattern]),
  search: z.tuple([searchQuery]),
  stepOf: z.tuple([z.int()]),
  stepNamed: z.tuple([sessionId, textOf(1000)]),
  similarSessions: z.tuple([sessionId]),
  sessionFiles: z.tuple([sessionId]),
  sessionCommits: z.tuple([sessionId]),
  updateInsights: z.tuple([]),
  tryTagRules: z.tuple([tagRules]),
  usage: z.tuple([usageQuery]),
  explain: z.tuple([usageScope]),
  chart: z.tuple([textOf(100), chartQuery]),
  sessionsBehind: z.tuple([
    textOf(100),
    chartQuery,
    list(z.object({ unit: textOf(40), key: z.nullable(text) }), 5),
  ]),
  stepDetails: z.tuple([list(z.int(), 1000)]),
  responses: z.tuple([sessionId, wholeNumber, upTo(100_000, 1)]),
  tickets: z.tuple([z.object({ folders: z.optional(list(path, 1000)) })]),
  ticket: z.tuple([ticketKey, z.optional(path)]),
  ticketPage: z.tuple([ticketKey, z.optional(path)]),
  previewTicketRule: z.tuple([text]),
  folderStatus: z.tuple([path]),
  plans: z.tuple([filter, page]),
  plan: z.tuple([z.int()]),
  rateLimits: z.tuple([z.nullable(list(agent, 100))]),
  noteRateLimits: z.tuple([list(rateLimit, 20)]),
  sessionsTouching: z.tuple([path, page]),
  progress: z.tuple([]),
  doctor: z.tuple([z.boolean()]),
  startTicket: z.tuple([startTicket]),
  switchTicket: z.tuple([startTicket]),
  finishTicket: z.tuple([path, z.optional(time)]),
  assignTicket: z.tuple([sessionId, z.nullable(ticketKey), z.optional(assignedRange)]),
  assignSessions: z.tuple([assignment]),
  restoreAssignments: z.tuple([list(assignedBefore, 10_000)]),
  reopenTicket: z.tuple([ticketKey]),
  abandonTicket: z.tuple([ticketKey]),
  mergeTickets: z.tuple([ticketKey, ticketKey]),
  unmergeTicket: z.tuple([ticketKey]),
  editTicket: z.tuple([ticketKey, ticketEdit]),
  markSessions: z.tuple([list(sessionId, 10_000), markChange]),
  restoreMarks: z.tuple([list(marks, 10_000)]),
  tags: z.tuple([]),
  pins: z.tuple([sessionId]),
  setPin: z.tuple([z.int(), ownText]),
  removePin: z.tuple([sessionId, textOf(1000)]),
  forget: z.tuple([list(sessionId, 1_000_000)]),
  backup: z.tuple([path.check(z.minLength(1))]),
  restore: z.tuple([path.check(z.minLength(1)), z.optional(z.boolean())]),
  forgettingDone: z.tuple([]),
  sessionsBefore: z.tuple([time, z.boolean()]),
  forgotten: z.tuple([]),
  rememberForgotten: z.tuple([]),
  configure: z.tuple([settings]),
  settings: z.tuple([]),
  rescan: z.tuple([]),
  importFiles: z.tuple([list(path, 1000, 1)]),
  cancelImport: z.tuple([]),
  copyStore: z.tuple([]),
  deleteAll: z.tuple([]),
} as const satisfies Record<keyof StoreApi, z.ZodMiniType<unknown[]>>;

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
