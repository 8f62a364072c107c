import {
  anyText,
  anything,
  dollars,
  exitStatus,
  flag,
  listOf,
  matching,
  moment,
  objectOf,
  oneOf,
  orNull,
  text,
  texts,
  wholeNumber,
  type Check,
  type Field,
  type Form,
  type Nested,
} from './checks.js';

const id = text(200);
const word = text(500);
const folder = text(8192);
/** As this and other versions name agents: it is in ids of sessions, before a colon. */
const agentId = matching(/^[a-z][a-z0-9-]{0,39}$/, 'a name of lower-case letters, digits and hyphens');

/**
 * The lines of the published schema, `docs/schema/session.schema.json`, field by field: a test holds the two together. Every form
 * has `type` as well; that of a line says which form it has.
 */
export const forms: Readonly<Record<string, Form>> = {
  session: {
    schema: { check: wholeNumber, required: true },
    session: must(id),
    agent: { check: word },
    agent_id: { check: agentId },
    agent_version: { check: word },
    at: { check: moment },
    cwd: { check: folder },
    branch: { check: word },
    title: { check: text(2000) },
    title_kind: { check: oneOf('custom', 'generated', 'prompt') },
    parent: { check: id },
    parent_call: { check: id },
    agent_type: { check: word },
    forked_from: { check: id },
    headless: { check: flag },
    client: { check: oneOf('cli', 'ide', 'desktop', 'exec') },
    archived: { check: flag },
    waiting: { check: flag },
    agent_cost_usd: { check: dollars },
  },
  message: {
    ...inSession(),
    id: must(id),
    parent: { check: id },
    at: { check: orNull(moment) },
    role: must(oneOf('user', 'assistant', 'system', 'tool')),
    kind: {
      check: oneOf(
        ...['prompt', 'command', 'shell', 'injected', 'text', 'thinking', 'compaction', 'interrupt'],
        ...['error', 'notice', 'hook', 'retry'],
      ),
    },
    text: { check: anyText },
    model: { check: word },
    branch: { check: word },
    cwd: { check: folder },
    tool: {
      check: objectOf({
        call_id: must(id),
        name: must(word),
        category: {
          check: oneOf('read', 'edit', 'search', 'run', 'web', 'plan', 'delegate', 'mcp', 'other'),
        },
        input: { check: anything },
      }),
    },
    is_task: { check: flag },
    queued: { check: flag },
    response: { check: id },
    copied_from: { check: id },
    attachments: { check: attachments() },
  },
  tool_result: {
    ...inSession(),
    call_id: must(id),
    at: { check: orNull(moment) },
    output: { check: orNull(anyText) },
    is_error: { check: flag },
    exit_code: { check: exitStatus },
    duration_ms: { check: wholeNumber },
    attachments: { check: attachments() },
  },
  usage: {
    ...inSession(),
    id: must(id),
    at: { check: orNull(moment) },
    model: { check: orNull(word) },
    tokens: must(
      nullable(
        objectOf({
          input: must(wholeNumber),
          output: must(wholeNumber),
          cache_read: { check: wholeNumber },
          cache_write_5m: { check: wholeNumber },
          cache_write_1h: { check: wholeNumber },
          reasoning: { check: orNull(wholeNumber) },
        }),
      ),
    ),
    approximate: { check: flag },
    tier: { check: oneOf('fast', 'batch', 'priority', 'flex') },
    web_searches: { check: wholeNumber },
    branch: { check: word },
    cwd: { check: folder },
    request_id: { check: id },
    group: { check: id },
    rank: { check: wholeNumber },
    copied_from: { check: id },
  },
  file_change: {
    ...inSession(),
    call_id: must(id),
    at: { check: orNull(moment) },
    path: must(folder),
    operation: must(oneOf('create', 'update', 'delete', 'rename')),
    new_path: { check: folder },
    added: { check: orNull(wholeNumber) },
    removed: { check: orNull(wholeNumber) },
    patch: { check: anyText },
  },
  sub_agent: {
    session: { check: id },
    thread: must(id),
    agent_type: { check: word },
    description: { check: anyText },
    call_id: { check: id },
    model: { check: word },
    at: { check: moment },
  },
  todos: {
    ...inSession(),
    at: { check: orNull(moment) },
    items: must(listOf({ text: must(anyText), status: must(oneOf('pending', 'in_progress', 'completed')) })),
  },
  plan: {
    session: { check: id },
    name: must(word),
    at: { check: orNull(moment) },
    text: must(anyText),
    path: { check: folder },
  },
  prompt: {
    session: { check: id },
    at: must(moment),
    text: must(anyText),
    project: { check: folder },
  },
  link: {
    ...inSession(),
    url: must(text(8192)),
    label: must(word),
    at: { check: orNull(moment) },
  },
  marks: {
    session: { check: id },
    title: { check: text(2000) },
    note: { check: text(100_000) },
    favourite: { check: flag },
    archived: { check: flag },
    tags: { check: texts(100) },
  },
  pin: {
    session: { check: id },
    message: must(id),
    note: { check: text(100_000) },
    at: { check: orNull(moment) },
  },
  ticket: {
    session: { check: id },
    key: must(text(64)),
    title: { check: text(2000) },
    note: { check: text(100_000) },
  },
};

function inSession(): Form {
  return { session: { check: id }, thread: { check: id } };
}

function attachments(): Check {
  return listOf({ mime: must(word), bytes: must(wholeNumber) });
}

function must(check: Check): Field {
  return { check, required: true };
}

function nullable(check: Nested): Nested {
  return {
    ...check,
    what: `${check.what}, or null where the agent recorded none`,
    read: (value) => (value === null ? null : check.read(value)),
  };
}
