import assert from 'node:assert/strict';
import type { ImportEvent } from '../../../src/common/model.js';
import { cursor } from '../../../src/importers/cursor.js';
import { reduceUsage } from '../reduceUsage.js';

type Json = Record<string, unknown>;

const id = '00000001-1111-4111-8111-111111111111';
const transcript = `projects/work-app/agent-transcripts/${id}.jsonl`;

describe('counting of Cursor', () => {
  it('knows no tokens of any answer, whatever a bubble says', () => {
    const events = read('globalStorage/state.vscdb', [
      bubble('b1', { type: 1, text: 'Go' }),
      bubble('b2', { type: 2, text: 'Done.', tokenCount: { inputTokens: 412, outputTokens: 188 } }),
    ]);
    assert.deepEqual(
      reduceUsage(events).map(({ session, tokens }) => [session, tokens]),
      [[id, null]],
    );
  });

  it('counts a bubble once, however often it is written', () => {
    const rows = [bubble('b2', { type: 2, text: 'Do' }), bubble('b2', { type: 2, text: 'Done.' })];
    assert.equal(reduceUsage(read('globalStorage/state.vscdb', rows)).length, 1);
  });

  it('does not count the answers of a transcript where the database has the session', () => {
    const lines = [line('user', 'Go'), line('assistant', 'One.'), line('assistant', 'Two.')];
    const copy = read(transcript, lines);
    assert.equal(reduceUsage(copy).length, 2);
    const own = read('globalStorage/state.vscdb', [bubble('b2', { type: 2, text: 'One.' })]);
    for (const events of [
      [...own, ...copy],
      [...copy, ...own],
    ]) {
      assert.deepEqual(
        reduceUsage(events).map(({ key }) => key),
        [`cursor:${id}:b2`],
      );
    }
  });

  it('tells a transcript apart from the conversation that it copies', () => {
    const told = read(transcript, [line('user', 'Go'), line('assistant', 'One.')]);
    const messages = told.filter((event) => event.type === 'message');
    assert.deepEqual(new Set(messages.map(({ thread }) => thread)), new Set(['transcript']));
    assert.ok(told.some((event) => event.type === 'sub_agent' && event.internal === true));
  });

  it('finds the folder of a conversation by the URIs of its bubbles', () => {
    const cwdOf = (uri: string) =>
      read('globalStorage/state.vscdb', [
        bubble('b1', { type: 1, text: 'Go', workspaceUris: [uri] }),
      ]).flatMap((event) => (event.type === 'session' && event.cwd !== undefined ? [event.cwd] : []));
    assert.deepEqual(cwdOf('file:///home/dev/my%20app'), ['/home/dev/my app']);
    assert.deepEqual(cwdOf('file:///c%3A/work/app'), ['c:\\work\\app']);
    assert.deepEqual(cwdOf('vscode-remote://ssh-remote+%7B%22host%22%3A%22prod%22%7D/home/dev/app'), [
      '/home/dev/app',
    ]);
    assert.deepEqual(cwdOf('file:///100%/app'), ['/100%/app']);
  });
});

function bubble(name: string, data: Json): Json {
  return { from: 'bubble', row: { composer: id, bubble: name, nth: 0, value: JSON.stringify(data) } };
}

function line(role: string, text: string): Json {
  return { role, message: { content: [{ type: 'text', text }] } };
}

/** What the importer makes of these rows or lines. */
function read(path: string, records: readonly Json[]): ImportEvent[] {
  const parser = cursor.start({ root: '/data', path, modifiedAt: Date.UTC(2026, 0, 2) });
  return records.flatMap((record) => [...parser.parse(record, { offset: 0, length: 0 }).events]);
}
