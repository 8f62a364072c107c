import assert from 'node:assert/strict';
import type { ImportEvent } from '../../src/common/model.js';
import type { Keep } from '../../src/common/settings.js';
import { excludedFolders, withhold } from '../../src/ingest/privacy.js';

describe('Excluded projects', () => {
  const cases: [pattern: string, folder: string, excluded: boolean][] = [
    ['/home/me/secret', '/home/me/secret', true],
    ['/home/me/secret', '/home/me/secret/sub/dir', true],
    ['/home/me/secret/', '/home/me/secret/', true],
    ['/home/me/secret', '/home/me/secrets', false],
    ['/home/me/secret/**', '/home/me/secret', true],
    ['/home/*/work', '/home/me/work/x', true],
    ['/home/*/work', '/home/me/sub/work', false],
    ['secret', '/anywhere/secret/x', true],
    ['secret', '/anywhere/secretive', false],
    ['*-private', '/a/my-private', true],
    ['.hidden', '/a/.hidden/x', true],
    ['~/notes', '/home/me/notes/x', true],
    ['~/notes', '/home/you/notes', false],
    ['C:\\Users\\me\\secret', 'C:\\Users\\me\\secret\\x', true],
    ['{a,b}', '/x/b', true],
    ['', '/x', false],
    ['/home/me/SECRET', '/home/me/secret', false],
  ];
  for (const [pattern, folder, excluded] of cases) {
    it(`${pattern || '(nothing)'} ${excluded ? 'excludes' : 'leaves'} ${folder}`, () => {
      assert.equal(excludedFolders([pattern], '/home/me', 'linux')(folder), excluded);
    });
  }

  it('do not mind case where the file system does not', () => {
    assert.ok(excludedFolders(['C:/Users/Me/Secret'], 'C:\\Users\\Me', 'win32')('c:\\users\\me\\secret'));
  });

  it('take a home folder with special characters for what it is', () => {
    assert.ok(excludedFolders(['~/x'], '/home/a(b)[c]', 'linux')('/home/a(b)[c]/x'));
  });
});

describe('What is not kept', () => {
  const all: Keep = { prompts: true, reasoning: true, toolArguments: true, toolOutput: true };
  const s = { session: 's' };
  const message = (kind: string) =>
    ({ ...s, type: 'message', uid: '1', at: 1, role: 'user', kind, text: 'secret' }) as ImportEvent;
  const cases: [keyof Keep, ImportEvent][] = [
    ['prompts', message('prompt')],
    ['prompts', message('command')],
    ['prompts', message('shell')],
    ['prompts', { ...s, type: 'session', title: { text: 'secret', rank: 10 } }],
    ['prompts', { type: 'prompt', at: 1, text: 'secret' }],
    ['reasoning', message('thinking')],
    ['toolArguments', message('tool')],
    ['toolArguments', { ...s, type: 'sub_agent', thread: 't', description: 'secret' }],
    ['toolArguments', { ...s, type: 'todos', at: 1, items: [{ text: 'secret', status: 'pending' }] }],
    ['toolArguments', { type: 'plan', name: 'p', at: 1, text: 'secret' }],
    ['toolOutput', { ...s, type: 'tool_result', callId: 'c', at: 1, output: 'secret', isError: false }],
    [
      'toolOutput',
      { ...s, type: 'tool_result', callId: 'c', at: 1, output: null, isError: false, overflowPath: 'secret' },
    ],
    ...(['toolArguments', 'toolOutput'] as const).map((key): [keyof Keep, ImportEvent] => [
      key,
      {
        ...s,
        type: 'file_change',
        callId: 'c',
        at: 1,
        path: 'p',
        operation: 'update',
        added: 1,
        removed: 0,
        patch: 'secret',
      },
    ]),
  ];
  for (const [key, event] of cases) {
    it(`${key}: ${event.type} ${'kind' in event ? event.kind : ''}`, () => {
      const kept = withhold(event, { ...all, [key]: false }, 'jsonl');
      assert.ok(!JSON.stringify(kept).includes('secret'));
      assert.deepEqual(withhold(event, all, 'jsonl'), { event, withheld: false });
      const others = Object.fromEntries(
        Object.keys(all).map((other) => [other, other === key]),
      ) as unknown as Keep;
      if (event.type !== 'file_change') {
        assert.deepEqual(withhold(event, others, 'jsonl')?.event, event);
      }
    });
  }
});
