import assert from 'node:assert/strict';
import type { MessageEvent, ToolResultEvent, UsageEvent } from '../../src/common/model.js';
import { type PackedRows, RowPacker } from '../../src/ingest/rowPacker.js';
import { unpackRows } from '../../src/ingest/unpackRows.js';
import type { Row } from '../../src/store/batch.js';

const message: Required<Omit<MessageEvent, 'position'>> = {
  type: 'message',
  session: 's',
  agent: 'other',
  thread: 't',
  uid: 'u',
  parent: 'p',
  at: 5,
  role: 'assistant',
  kind: 'tool',
  text: 'text',
  model: 'm',
  branch: 'b',
  cwd: '/c',
  attachments: [{ mime: 'image/png', bytes: 3 }],
  tool: { callId: 'call', name: 'Bash', category: 'run' },
  isTask: true,
  queued: true,
  copied: false,
  response: 'r',
};
const result: Required<ToolResultEvent> = {
  type: 'tool_result',
  session: 's',
  agent: 'other',
  thread: 't',
  callId: 'call',
  at: null,
  output: 'text',
  isError: true,
  exitCode: 0,
  durationMs: 0,
  attachments: [{ mime: 'image/png', bytes: 3 }],
};
const usage: Required<UsageEvent> = {
  type: 'usage',
  session: 's',
  agent: 'other',
  thread: 't',
  key: 'k',
  group: 'g',
  rank: 2,
  preference: 1,
  at: 5,
  isCopy: true,
  model: 'm',
  tokens: { input: 1, cacheRead: 0, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: null },
  tier: 'batch',
  webSearches: 0,
  branch: 'b',
  cwd: '/c',
  approximate: true,
  requestId: 'req',
};
const optional = [
  ...['thread', 'parent', 'model', 'branch', 'cwd', 'attachments', 'tool', 'isTask', 'copied', 'response'],
  ...['agent', 'exitCode', 'durationMs', 'tier', 'webSearches', 'requestId'],
];

/** The event, and the event without each field that may be absent; at last without all of them. */
function variants<T extends object>(event: T): T[] {
  // A response's model is null where it is not known.
  const names = Object.keys(event).filter(
    (name) => optional.includes(name) && !('key' in event && name === 'model'),
  );
  const without = (left: readonly string[]) =>
    Object.fromEntries(Object.entries(event).filter(([name]) => !left.includes(name))) as T;
  return [event, ...names.map((name) => without([name])), without(names)];
}

describe('rows on their way between two threads', () => {
  const body = { block: 0, start: 7, bytes: 4, fullBytes: 9 };

  it('arrive as they were, field by field, and what is absent stays absent', () => {
    const packer = new RowPacker();
    const sent: Row[] = [];
    let line = 0;
    for (const withheld of [false, true]) {
      const origin = () => ({ source: line % 3, offset: line++ * 10, part: line % 2, withheld });
      const located = ({ source, offset, part }: ReturnType<typeof origin>) =>
        withheld ? { source, offset, part, withheld } : { source, offset, part };
      for (const event of variants(message)) {
        const at = origin();
        packer.message(event, at, withheld ? null : body);
        const { text: _text, ...rest } = event;
        sent.push({ ...rest, ...located(at), body: withheld ? null : body });
      }
      for (const event of variants(result)) {
        const at = origin();
        packer.toolResult(event, at, body);
        const { output: _output, ...rest } = event;
        sent.push({ ...rest, ...located(at), body });
      }
      for (const event of [...variants(usage), { ...usage, tokens: null }, { ...usage, model: null }]) {
        const at = origin();
        packer.usage(event, at);
        sent.push({ ...event, ...located(at) });
      }
      const link: Row = { type: 'link', session: 's', url: 'u', label: 'l', at: 1, ...located(origin()) };
      packer.other(link);
      sent.push(link);
    }
    assert.equal(packer.count, sent.length);
    const packed = JSON.parse(JSON.stringify(packer.take())) as PackedRows;
    assert.deepEqual(unpackRows(packed), sent);
    assert.deepEqual(unpackRows(packer.take()), [], 'a packer that was emptied has nothing left');
  });
});
