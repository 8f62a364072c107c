// Writes made-up sessions of two agents below a home folder. The same seed gives the same bytes, apart from times: the
// newest session ends now, so that "the last day" holds something.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const words =
  'parse the queue and retry until socket closes while cache holds stale index of every branch that merge left behind'.split(
    ' ',
  );
const day = 86_400_000;

/** Returns what was written; `bytes` is reached, not exceeded by more than a session. */
export function writeCorpus(home, { bytes, seed, now = Date.now(), days = 90 }) {
  const random = generator(seed);
  const made = { files: 0, bytes: 0, lines: 0, sessions: 0, lastDay: [], newest: '' };
  while (made.bytes < bytes) {
    // Newest first, spread evenly over the bytes that are still to come.
    const end = now - 60_000 - Math.floor((made.bytes / bytes) * days * day);
    const session = made.sessions % 3 === 2 ? codexSession(random, end) : claudeSession(random, end);
    const file = join(home, session.path);
    const text = session.records.map((record) => `${JSON.stringify(record)}\n`).join('');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, end / 1000, end / 1000);
    made.newest ||= session.path.startsWith('.claude') ? file : '';
    made.files++;
    made.sessions++;
    made.lines += session.records.length;
    made.bytes += Buffer.byteLength(text);
    if (end > now - day) {
      made.lastDay.push(session.id);
    }
  }
  return made;
}

/** A line that its agent would append to the session file next. */
export function nextLine(session, number, now = Date.now()) {
  const record = claudeAnswer(generator(number), session, `new${number}`, null, now, [
    { type: 'text', text: `Appended ${number}` },
  ]);
  return `${JSON.stringify(record)}\n`;
}

/** Many small sessions, for figures of an idle machine. */
export function writeManyFiles(home, count, now = Date.now()) {
  const random = generator(1);
  for (let i = 0; i < count; i++) {
    const end = now - day - i * 60_000;
    const id = uuid(random);
    const file = join(home, `.claude/projects/-work-p${Math.floor(i / 10)}`, `${id}.jsonl`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(claudeUser(id, `u${i}`, null, end, text(random, 200)))}\n`);
    utimesSync(file, end / 1000, end / 1000);
  }
}

function claudeSession(random, end) {
  const id = uuid(random);
  const records = [];
  const turns = 20 + Math.floor(random() * 120);
  let parent = null;
  for (let i = 0; i < turns; i++) {
    const at = end - (turns - i) * 30_000;
    const call = `toolu_${id.slice(0, 8)}_${i}`;
    records.push(claudeUser(id, `${id}-u${i}`, parent, at, text(random, 300)));
    records.push(
      claudeAnswer(random, id, `${id}-a${i}`, `${id}-u${i}`, at + 5000, [
        { type: 'thinking', thinking: text(random, 600), signature: text(random, 300) },
      ]),
    );
    records.push({
      ...claudeAnswer(random, id, `${id}-t${i}`, `${id}-a${i}`, at + 6000, [
        { type: 'tool_use', id: call, name: 'Bash', input: { command: text(random, 120) } },
      ]),
    });
    const output = text(random, Math.floor(random() ** 4 * 40_000) + 200);
    records.push({
      ...claudeUser(id, `${id}-r${i}`, `${id}-t${i}`, at + 9000, [
        { type: 'tool_result', tool_use_id: call, content: output },
      ]),
      toolUseResult: { stdout: output, stderr: '', interrupted: false },
    });
    parent = `${id}-r${i}`;
  }
  return { id, path: `.claude/projects/-work-project-${id[0]}/${id}.jsonl`, records };
}

function claudeEnvelope(session, id, parent, at) {
  return {
    parentUuid: parent,
    isSidechain: false,
    userType: 'external',
    cwd: `/work/project/${session[0]}`,
    sessionId: session,
    version: '2.1.0',
    gitBranch: `feature/ABC-${parseInt(session.slice(0, 2), 16)}`,
    uuid: id,
    timestamp: new Date(at).toISOString(),
  };
}

function claudeUser(session, id, parent, at, content) {
  return { ...claudeEnvelope(session, id, parent, at), type: 'user', message: { role: 'user', content } };
}

function claudeAnswer(random, session, id, parent, at, content) {
  return {
    ...claudeEnvelope(session, id, parent, at),
    type: 'assistant',
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content,
      stop_reason: null,
      usage: {
        input_tokens: Math.floor(random() * 100),
        cache_creation_input_tokens: Math.floor(random() * 3000),
        cache_read_input_tokens: Math.floor(random() * 90_000),
        output_tokens: Math.floor(random() * 900),
      },
    },
  };
}

function codexSession(random, end) {
  const id = uuid(random);
  const turns = 20 + Math.floor(random() * 80);
  const start = end - turns * 40_000;
  const item = (at, type, payload) => ({ timestamp: new Date(at).toISOString(), type, payload });
  const records = [
    item(start, 'session_meta', {
      id,
      timestamp: new Date(start).toISOString(),
      cwd: `/work/project/${id[0]}`,
      originator: 'codex-tui',
      cli_version: '0.150.0',
      source: 'cli',
      git: { branch: 'main', commit_hash: 'abc', repository_url: '' },
    }),
  ];
  const total = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  };
  for (let i = 0; i < turns; i++) {
    const at = start + i * 40_000;
    const prompt = text(random, 300);
    const call = `call_${id.slice(0, 8)}_${i}`;
    const usage = {
      input_tokens: 20_000 + Math.floor(random() * 9000),
      cached_input_tokens: 18_000,
      output_tokens: 300 + Math.floor(random() * 300),
      reasoning_output_tokens: 100,
      total_tokens: 0,
    };
    usage.total_tokens = usage.input_tokens + usage.output_tokens;
    for (const key of Object.keys(total)) {
      total[key] += usage[key];
    }
    records.push(
      item(at, 'turn_context', {
        turn_id: `${id}-${i}`,
        cwd: `/work/project/${id[0]}`,
        model: 'gpt-5.1-codex',
      }),
      item(at, 'response_item', {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: prompt }],
      }),
      item(at, 'event_msg', { type: 'user_message', message: prompt }),
      item(at + 2000, 'response_item', {
        type: 'function_call',
        name: 'shell',
        arguments: JSON.stringify({ command: ['bash', '-lc', text(random, 90)] }),
        call_id: call,
      }),
      item(at + 4000, 'response_item', {
        type: 'function_call_output',
        call_id: call,
        output: text(random, Math.floor(random() ** 4 * 30_000) + 200),
      }),
      item(at + 8000, 'response_item', {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: text(random, 500) }],
      }),
      item(at + 8000, 'event_msg', {
        type: 'token_count',
        info: { total_token_usage: { ...total }, last_token_usage: usage, model_context_window: 272_000 },
      }),
    );
  }
  const [date, time] = new Date(start).toISOString().split(/[T.]/);
  const name = `rollout-${date}T${time.replaceAll(':', '-')}-${id}.jsonl`;
  return { id, path: `.codex/sessions/${date.replaceAll('-', '/')}/${name}`, records };
}

function text(random, length) {
  let result = '';
  while (result.length < length) {
    result += `${words[Math.floor(random() * words.length)]}${random() < 0.1 ? '\n' : ' '}`;
    if (random() < 0.2) {
      result += `${Math.floor(random() * 1e9).toString(36)} `;
    }
  }
  return result.slice(0, length);
}

function uuid(random) {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** mulberry32 */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
