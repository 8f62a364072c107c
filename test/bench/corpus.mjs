// The sessions that are measured with: see test/corpus.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const day = 86_400_000;
const generator = join(import.meta.dirname, '../corpus/generate.ts');
/** Responses of a session whose file has about 13 MB. */
const longSession = 1100;

/**
 * Writes sessions of Claude Code of about so many MiB below a home folder, the newest of which ends now. Returns the truth of
 * them; `lastDay` are the sessions that ended in the last 24 hours.
 */
export function makeCorpus(home, { mb, seed }) {
  const corpus = generate(home, ['--mb', mb, '--seed', seed, '--length', '54', '--sub-agents', '0.72']);
  const since = Date.now() - day;
  const lastDay = Object.entries(corpus.endedAt).filter(([, at]) => at > since);
  return { ...corpus, lastDay: lastDay.map(([id]) => id) };
}

/** Adds one long session, whose file has about 13 MB; returns its path. */
export function addLongSession(home, seed) {
  const size = ['--sessions', '1', '--responses', longSession, '--sub-agents', '0', '--days', '10'];
  return generate(home, [...size, '--seed', seed + 1000]).newest;
}

/** In a process of its own, so that its memory is not taken for ours. */
function generate(home, args) {
  const command = ['--import', 'tsx', generator, '--out', home, ...args.map(String)];
  execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  const file = join(home, 'truth.json');
  const corpus = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return corpus;
}

/** As long as the median of the corpus's lines. */
const answer = 'What is said next says what was done, and which of the tests it was done for. '.repeat(11);

/** A line that its agent would append to the session file next, of about 1,400 bytes. */
export function nextLine(session, number, now = Date.now()) {
  const record = {
    ...envelope(session, now),
    type: 'assistant',
    requestId: `req_new${number}`,
    message: {
      ...{ id: `msg_new${number}`, type: 'message', role: 'assistant', model: 'claude-sonnet-4-5-20250929' },
      content: [{ type: 'text', text: `Appended ${number}. ${answer}` }],
      stop_reason: null,
      usage: {
        ...{ input_tokens: 3, cache_creation_input_tokens: 200 },
        ...{ cache_read_input_tokens: 30_000, output_tokens: 120 },
      },
    },
  };
  return `${JSON.stringify(record)}\n`;
}

/** Many small sessions, for figures of an idle machine. */
export function writeManyFiles(home, count, now = Date.now()) {
  for (let i = 0; i < count; i++) {
    const end = now - day - i * 60_000;
    const id = randomUUID();
    const file = join(home, `.claude/projects/-work-p${Math.floor(i / 10)}`, `${id}.jsonl`);
    const prompt = { role: 'user', content: `Prompt ${i}. ${'What is it that we wait for? '.repeat(7)}` };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ ...envelope(id, end), type: 'user', message: prompt })}\n`);
    utimesSync(file, end / 1000, end / 1000);
  }
}

function envelope(session, at) {
  return {
    ...{ parentUuid: null, isSidechain: false, userType: 'external', cwd: '/work/project' },
    ...{ sessionId: session, version: '2.1.92', gitBranch: 'feature/ABC-1', uuid: randomUUID() },
    timestamp: new Date(at).toISOString(),
  };
}
