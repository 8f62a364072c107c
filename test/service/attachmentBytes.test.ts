import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageOf } from '../../src/service/attachmentBytes.js';

const png = `iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==`;
const pngBytes = 70;
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>').toString('base64');

describe('an image of a message', () => {
  const root = mkdtempSync(join(tmpdir(), 'alb-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const lines = [
    { said: 'before' },
    { content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }] },
    { call: 'c1', image_url: `data:image/png;base64,${png}` },
    { icon: svg },
  ].map((line) => `${JSON.stringify(line)}\n`);
  const offset = (line: number) => lines.slice(0, line).join('').length;
  const at = (part: object) =>
    imageOf({
      ...{ root, path: 's.jsonl', offset: offset(1), mime: 'image/png', bytes: pngBytes, callId: null },
      ...part,
    });
  before(() => {
    writeFileSync(join(root, 's.jsonl'), lines.join(''));
    writeFileSync(join(root, 's.json'), JSON.stringify({ messages: [{ image: png }] }, null, 2));
  });

  it('is read from the line of the message, of the tool’s answer, or from a document', async () => {
    assert.deepEqual(await at({}), { mime: 'image/png', data: png });
    assert.deepEqual(await at({ offset: 0, callId: 'c1' }), { mime: 'image/png', data: png });
    assert.deepEqual(await at({ path: 's.json', offset: 7 }), { mime: 'image/png', data: png });
  });

  it('is none where the file is gone, was changed, or has something else there', async () => {
    assert.equal(await at({ path: 'gone.jsonl' }), null);
    assert.equal(await at({ offset: 0 }), null, 'another line');
    assert.equal(await at({ bytes: pngBytes + 1 }), null, 'of another length');
    assert.equal(await at({ bytes: 0 }), null);
    assert.equal(await imageOf(null), null);
    const bytes = Buffer.from(svg, 'base64').length;
    assert.equal(await at({ offset: offset(3), bytes }), null, 'a format that can hold scripts');
  });
});
