import assert from 'node:assert/strict';
import type { ImportEvent } from '../../src/common/model.js';
import type { Keep } from '../../src/common/settings.js';
import { withhold } from '../../src/ingest/privacy.js';

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
    ['toolArguments', { ...message('injected'), thread: 't' } as ImportEvent],
    ['toolArguments', { ...message('injected'), isTask: true } as ImportEvent],
    ['toolArguments', { ...s, type: 'session', title: { text: 'secret', rank: 5 } }],
    ['toolArguments', { type: 'plan', name: 'p', at: 1, text: 'secret' }],
    ['toolOutput', { ...s, type: 'tool_result', callId: 'c', at: 1, output: 'secret', isError: false }],
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
      const kept = withhold(event, { ...all, [key]: false });
      assert.ok(!JSON.stringify(kept).includes('secret'));
      assert.deepEqual(withhold(event, all), { event, withheld: false });
      const others = Object.fromEntries(
        Object.keys(all).map((other) => [other, other === key]),
      ) as unknown as Keep;
      if (event.type !== 'file_change') {
        assert.deepEqual(withhold(event, others)?.event, event);
      }
    });
  }
});
