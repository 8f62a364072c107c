import assert from 'node:assert/strict';
import type { ImportEvent, MessageEvent } from '../../../src/common/model.js';
import { claude } from '../../../src/importers/claude.js';
import { responses } from '../countResponses.js';
import { readText } from '../readHome.js';

type Json = Record<string, unknown>;

const session = '11111111-1111-4111-8111-111111111111';
const path = `projects/-work-app/${session}.jsonl`;

// Cases of agentsview (internal/parser, claude_parser_test.go) and of ccusage (main.rs).
describe("reading of Claude Code, by peers' cases", () => {
  it('has four turns, the first prompt as title, and one call that reads', () => {
    const events = read([
      user('u1', null, 'Fix the login bug'),
      assistant('a1', 'u1', [
        { type: 'text', text: 'Looking at it.' },
        { type: 'tool_use', id: 't1', name: 'Read', input: { file_path: '/work/app/auth.ts' } },
      ]),
      user('u2', 'a1', [{ type: 'tool_result', tool_use_id: 't1', content: 'code' }]),
      assistant('a2', 'u2', [{ type: 'text', text: 'Fixed.' }]),
      user('u3', 'a2', 'Thanks'),
      assistant('a3', 'u3', [{ type: 'text', text: 'Any time.' }]),
    ]);
    assert.deepEqual(
      messages(events).map(({ kind, text, tool }) => tool?.category ?? `${kind}: ${text}`),
      ['prompt: Fix the login bug', 'text: Looking at it.', 'read', 'text: Fixed.', 'prompt: Thanks'].concat(
        'text: Any time.',
      ),
    );
    assert.ok(events.some((event) => event.type === 'session' && event.title?.text === 'Fix the login bug'));
  });

  it('reads a context of 600 and an output of 50', () => {
    const usage = { input_tokens: 100, cache_creation_input_tokens: 200, cache_read_input_tokens: 300 };
    const line = assistant('a1', null, [], { ...usage, output_tokens: 50 });
    assert.deepEqual(
      responses(claude, { [path]: [line] }).map(({ tokens }) => tokens),
      [{ input: 100, cacheRead: 300, cacheWrite5m: 200, cacheWrite1h: 0, output: 50, reasoning: null }],
    );
  });

  it('counts one response of lines with 25 and 250 of output: 100 in, 250 out', () => {
    const line = (output: number): Json => ({
      ...assistant(`a${output}`, null, [], { input_tokens: 100, output_tokens: output }),
      requestId: 'req_456',
    });
    for (const lines of [
      [line(25), line(250)],
      [line(250), line(25)],
    ]) {
      const found = responses(claude, { [path]: lines });
      assert.deepEqual(
        found.map(({ tokens }) => [tokens?.input, tokens?.output]),
        [[100, 250]],
      );
    }
  });

  it('tells what a user typed meanwhile from notifications of tasks', () => {
    const queued = (uuid: string, prompt: string, mode: string): Json => ({
      ...envelope(uuid, null),
      type: 'attachment',
      attachment: { type: 'queued_command', prompt, commandMode: mode },
    });
    const notice =
      '<task-notification>\n<task-id>b1</task-id>\n<status>completed</status>\n</task-notification>';
    const told = messages(
      read([
        queued('q1', 'And the logout, too', 'prompt'),
        queued('q2', notice, 'task-notification'),
        user('u1', 'q2', notice),
      ]),
    );
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ['prompt', 'injected', 'injected'],
    );
  });

  it('has an edited prompt beside the one that it took the place of', () => {
    const told = messages(
      read([
        user('u1', null, 'Fix it'),
        assistant('a1', 'u1', [{ type: 'text', text: 'How?' }]),
        user('u2', 'a1', 'With tabs'),
        assistant('a2', 'u2', [{ type: 'text', text: 'Done.' }]),
        user('u3', 'a1', 'With spaces'),
        assistant('a3', 'u3', [{ type: 'text', text: 'Done again.' }]),
      ]),
    );
    const [first, answer, , , edited] = told;
    assert.equal(told.length, 6);
    assert.equal(first?.parent, undefined);
    assert.equal(edited?.parent, answer?.uid);
  });
});

function read(lines: readonly Json[]): ImportEvent[] {
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { events, problems } = readText(claude, { root: '/home/dev/root', path, modifiedAt: 0 }, bytes);
  assert.deepEqual(problems, []);
  return events;
}

function messages(events: readonly ImportEvent[]): MessageEvent[] {
  return events.filter((event) => event.type === 'message');
}

function envelope(uuid: string, parentUuid: string | null): Json {
  const second = Number(/\d+/.exec(uuid)?.[0] ?? 0) % 60;
  const timestamp = new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
  return { uuid, parentUuid, sessionId: session, timestamp, isSidechain: false, cwd: '/work/app' };
}

function user(uuid: string, parentUuid: string | null, content: unknown): Json {
  return { ...envelope(uuid, parentUuid), type: 'user', message: { role: 'user', content } };
}

function assistant(uuid: string, parentUuid: string | null, content: readonly Json[], usage?: Json): Json {
  const id = usage === undefined ? `msg_${uuid}` : 'msg_123';
  const message = { id, role: 'assistant', model: 'claude-opus-4-5', content, usage };
  return { ...envelope(uuid, parentUuid), type: 'assistant', message };
}
