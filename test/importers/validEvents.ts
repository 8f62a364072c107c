import assert from 'node:assert/strict';
import * as z from 'zod';
import type { ImportEvent } from '../../src/common/model.js';
import type { ParsedRecord } from '../../src/importers/importer.js';

/**
 * What must hold for whatever an importer makes of whatever it is given: the fields that `model.ts` says and no others, ids
 * and names of bounded length, times of a computer's, whole tokens. Throws an AssertionError that names event and field.
 */
export function checkParsed({ events, problems = [] }: ParsedRecord): void {
  for (const value of events) {
    const result = event.safeParse(value);
    const [issue] = result.error?.issues ?? [];
    assert.ok(issue === undefined, `${value.type}.${issue?.path.join('.')}: ${issue?.message}`);
  }
  for (const problem of problems) {
    assert.ok(problem.length > 5 && problem.length < 300, problem.slice(0, 400));
  }
}

/** UTF-16 units of all texts that came out; nothing that is read may grow without bound. */
export function textOf(events: readonly ImportEvent[]): number {
  let length = 0;
  for (const { type, ...fields } of events) {
    length += type.length + JSON.stringify(fields).length;
  }
  return length;
}

/** Ids are made of up to three of the agents' own, each of 200 characters at most. */
const id = z.string().min(1).max(300);
const key = z.string().min(1).max(900);
const uid = z.string().min(1).max(700);
const word = z.string().max(500);
const folder = z.string().min(1).max(8192);
const count = z.int().min(0).max(1e12);
const time = z.int().min(1).lt(253_402_300_800_000);
const knownTime = time.nullable();
const attachments = z.array(z.strictObject({ mime: word, bytes: z.int().min(0) })).optional();
const agent = z.string().min(1).max(40).optional();
const inSession = { session: id, thread: id.optional(), agent };
const url = z.string().min(1);

const event: z.ZodType<ImportEvent> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('session'),
    ...inSession,
    at: time.optional(),
    parent: id.optional(),
    forkedFrom: id.optional(),
    cwd: folder.optional(),
    branch: word.optional(),
    title: z.strictObject({ text: z.string().min(1), rank: z.int().min(1) }).optional(),
    agentVersion: word.optional(),
    headless: z.boolean().optional(),
    client: z.enum(['cli', 'ide', 'desktop', 'exec']).optional(),
    agentType: word.optional(),
    parentCall: id.optional(),
    archived: z.boolean().optional(),
    plan: z.string().min(1).max(500).optional(),
    waiting: z.boolean().optional(),
    process: z.int().min(1).optional(),
    agentCostUsd: z.number().min(0).optional(),
  }),
  z.strictObject({
    type: z.literal('message'),
    ...inSession,
    uid,
    parent: uid.optional(),
    at: knownTime,
    role: z.enum(['user', 'assistant', 'system', 'tool']),
    kind: z.enum([
      ...(['prompt', 'command', 'shell', 'injected', 'text', 'thinking'] as const),
      ...(['tool', 'compaction', 'interrupt', 'error', 'notice', 'hook', 'retry'] as const),
    ]),
    text: z.string(),
    model: word.optional(),
    branch: word.optional(),
    cwd: folder.optional(),
    attachments,
    tool: z
      .strictObject({
        callId: id,
        name: word,
        category: z.enum(['read', 'edit', 'search', 'run', 'web', 'plan', 'delegate', 'mcp', 'other']),
      })
      .optional(),
    position: z.int().min(0).optional(),
    isTask: z.boolean().optional(),
    copied: z.boolean().optional(),
    queued: z.literal(true).optional(),
    response: key.optional(),
  }),
  z.strictObject({
    type: z.literal('tool_result'),
    ...inSession,
    callId: id,
    at: knownTime,
    output: z.string().nullable(),
    isError: z.boolean(),
    exitCode: z
      .int()
      .min(-(2 ** 32))
      .max(2 ** 32)
      .optional(),
    durationMs: count.optional(),
    attachments,
  }),
  z.strictObject({
    type: z.literal('usage'),
    ...inSession,
    key,
    group: key,
    rank: z.int().min(0),
    preference: z.int().min(0),
    at: knownTime,
    isCopy: z.boolean(),
    model: word.nullable(),
    tokens: z
      .strictObject({
        ...{ input: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count, output: count },
        reasoning: count.nullable(),
      })
      .nullable(),
    approximate: z.literal(true).optional(),
    tier: z.enum(['fast', 'batch', 'priority', 'flex']).optional(),
    webSearches: count.optional(),
    branch: word.optional(),
    cwd: folder.optional(),
    requestId: id.optional(),
  }),
  z.strictObject({
    type: z.literal('file_change'),
    ...inSession,
    callId: id,
    at: knownTime,
    path: z.string(),
    operation: z.enum(['create', 'update', 'delete', 'rename']),
    added: z.int().min(0).nullable(),
    removed: z.int().min(0).nullable(),
    patch: z.string().optional(),
    newPath: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('sub_agent'),
    session: id,
    thread: id,
    agent,
    agentType: word.optional(),
    description: z.string().optional(),
    callId: id.optional(),
    model: word.optional(),
    at: time.optional(),
    internal: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('plan'),
    session: id.optional(),
    agent,
    name: z.string().min(1).max(500),
    at: knownTime,
    text: z.string(),
    path: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('todos'),
    ...inSession,
    at: knownTime,
    task: id.optional(),
    items: z.array(
      z.strictObject({ text: z.string(), status: z.enum(['pending', 'in_progress', 'completed']) }),
    ),
  }),
  z.strictObject({
    type: z.literal('prompt'),
    session: id.optional(),
    at: time,
    text: z.string(),
    project: folder.optional(),
  }),
  z.strictObject({
    type: z.literal('rate_limit'),
    ...inSession,
    limit: word,
    window: word,
    at: time,
    usedPercent: z.number().min(0).max(1000),
    minutes: z.number().int().min(1).nullable(),
    resetsAt: knownTime,
    plan: word.optional(),
  }),
  z.strictObject({ type: z.literal('link'), ...inSession, url, label: word, at: knownTime }),
  z.strictObject({
    type: z.literal('marks'),
    ...inSession,
    title: z.string().min(1).optional(),
    note: z.string().min(1).optional(),
    favourite: z.boolean().optional(),
    archived: z.boolean().optional(),
    tags: z.array(z.string()).max(100).optional(),
  }),
  z.strictObject({
    type: z.literal('pin'),
    ...inSession,
    uid,
    note: z.string().min(1).optional(),
    at: knownTime,
  }),
  z.strictObject({
    type: z.literal('ticket'),
    ...inSession,
    key: z.string().min(1).max(64),
    title: z.string().min(1).optional(),
    note: z.string().min(1).optional(),
  }),
  z.strictObject({ type: z.literal('unknown'), name: word }),
]) as z.ZodType<ImportEvent>;
