import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { claude } from '../../src/importers/claude.js';

/** Pieces that texts of tools are full of, and that a search for the end of a text could trip over. */
const piece = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '","',
    '\\",',
    '"}',
    '\n',
    'é',
    '"stdout":"',
    '{"toolUseResult":{"stdout":"',
    ',',
  ),
  fc.string({ maxLength: 8 }),
);
const text = (least: number) =>
  fc.tuple(fc.array(piece, { maxLength: 30 }), fc.array(piece, { maxLength: 6 })).map(([head, tail]) => {
    return `${head.join('')}${'x'.repeat(least)}${tail.join('')}`;
  });

const long = text(600);
const short = text(0);
const results = {
  command: fc.record({ stdout: long, stderr: short, interrupted: fc.boolean() }),
  'command with nothing behind': fc.record({ stdout: long }),
  read: fc
    .record({ filePath: short, content: long, numLines: fc.nat() })
    .map((file) => ({ type: 'text', file })),
  edit: fc.record({
    filePath: short,
    oldString: short,
    originalFile: long,
    structuredPatch: fc.constant([]),
  }),
  'something else': fc.record({ content: long, file: long, nested: fc.record({ stdout: long }) }),
};

function line(result: unknown, before: unknown, output: string): object {
  return {
    parentUuid: null,
    type: 'user',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: output }], before },
    uuid: 'u',
    toolUseResult: result,
    timestamp: '2026-01-02T03:04:05.000Z',
  };
}

/** The record with the texts emptied that may be left out. */
function emptied(record: object): object {
  const copy = structuredClone(record) as { toolUseResult?: Record<string, unknown> };
  const result = copy.toolUseResult ?? {};
  if ('stdout' in result) {
    result['stdout'] = '';
  }
  if ('originalFile' in result) {
    result['originalFile'] = '';
  }
  const file = result['file'];
  if (typeof file === 'object' && file !== null && 'content' in file) {
    Object.assign(file, { content: '' });
  }
  return copy;
}

describe('texts that stand twice in a line of Claude Code', () => {
  for (const [name, result] of Object.entries(results)) {
    it(`are left out alone: ${name}`, () => {
      let found = 0;
      const decoy = fc.oneof(
        fc.constant(null),
        long,
        results.command,
        fc.record({ toolUseResult: results.command }),
      );
      fc.assert(
        fc.property(result, decoy, long, (told, before, output) => {
          const record = line(told, before, output);
          const read = claude.record?.(Buffer.from(JSON.stringify(record)));
          if (read !== undefined) {
            found++;
            assert.deepEqual(emptied(read as object), emptied(record));
            assert.notDeepEqual(read, record);
          }
        }),
        { numRuns: 300, seed: 5 },
      );
      const isKnown = name === 'command' || name === 'read' || name === 'edit';
      assert.ok(isKnown ? found > 100 : true, `${found} of 300 were read so`);
    });
  }

  it('are left to the whole parse when the line is cut or no JSON', () => {
    const whole = JSON.stringify(line({ stdout: 'x'.repeat(2000), stderr: '' }, null, 'out'));
    for (let end = 0; end < whole.length; end += 7) {
      assert.equal(claude.record?.(Buffer.from(whole.slice(0, end))), undefined);
    }
    assert.notEqual(claude.record?.(Buffer.from(whole)), undefined);
  });
});
