import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportEvent } from '../../src/common/model.js';
import { bounded } from '../../src/ingest/bounds.js';
import { createBench, lines, message } from './support.js';

const long = 'x'.repeat(3_000_000);
const s = { session: 's' };

describe('What is stored whole', () => {
  const events = [
    {
      ...s,
      type: 'session',
      cwd: long,
      branch: long,
      title: { text: long, rank: 1 },
      agentType: long,
      plan: long,
    },
    {
      ...s,
      type: 'message',
      uid: long,
      at: 1,
      role: 'user',
      kind: 'prompt',
      text: '',
      model: long,
      branch: long,
      cwd: long,
    },
    {
      ...{ ...s, type: 'message', uid: '1', at: 1, role: 'assistant', kind: 'tool', text: '' },
      tool: { callId: long, name: long, category: 'other' },
      attachments: Array.from({ length: 10_000 }, () => ({ mime: long, bytes: 1 })),
    },
    {
      ...s,
      type: 'usage',
      key: long,
      group: long,
      rank: 1,
      preference: 1,
      at: 1,
      isCopy: false,
      model: long,
      tokens: null,
    },
    {
      ...s,
      type: 'file_change',
      callId: 'c',
      at: 1,
      path: long,
      newPath: long,
      operation: 'rename',
      added: 1,
      removed: 1,
    },
    { ...s, type: 'sub_agent', thread: long, description: long },
    { type: 'plan', name: long, at: 1, text: long, path: long },
    {
      ...s,
      type: 'todos',
      at: 1,
      items: Array.from({ length: 10_000 }, () => ({ text: long, status: 'pending' })),
    },
    { type: 'prompt', at: 1, text: long, project: long },
    { ...s, type: 'link', url: long, label: long, at: 1 },
    { type: 'unknown', name: long },
  ] as unknown as ImportEvent[];
  for (const event of events) {
    it(`is bounded in an event of type ${event.type}`, () => {
      const { length } = JSON.stringify(bounded(event));
      assert.ok(length < 1_100_000, `${length} characters`);
      if (event.type !== 'plan' && event.type !== 'todos' && event.type !== 'message') {
        assert.ok(length < 70_000, `${length} characters`);
      }
    });
  }

  it('is bounded on its way to the store', async () => {
    const bench = createBench();
    mkdirSync(bench.root);
    const texts = { cwd: `/${long}`, branch: long, model: long, session: long };
    writeFileSync(join(bench.root, 'a.jsonl'), lines(message('1', 'short', texts)));
    await bench.start().rescan();
    await bench.dispose();
    const [batch] = bench.writer.batches;
    assert.equal(batch?.rows.length, 1);
    assert.ok(JSON.stringify(batch.rows).length < 10_000);
    assert.ok(JSON.stringify(batch.places).length < 5000);
  });

  it('stays as it is where it is not too long', () => {
    const event: ImportEvent = {
      ...{ ...s, type: 'message', uid: '1', at: null, role: 'assistant', kind: 'tool' },
      text: long,
      tool: { callId: 'c', name: 'n', category: 'other' },
      attachments: [{ mime: 'image/png', bytes: 3 }],
    };
    assert.equal(bounded(event), event);
  });

  it('is not cut in the middle of a character', () => {
    const { branch } = bounded({
      ...s,
      type: 'session',
      branch: '\u{1f600}'.repeat(251).slice(0, 1) + '\u{1f600}'.repeat(400),
    });
    assert.ok(branch !== undefined && branch.length <= 500);
    assert.ok(!/[\ud800-\udbff]$/.test(branch));
  });
});
