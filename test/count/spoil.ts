import type { HomeFile } from '../importers/homes.js';

type Json = Record<string, unknown>;

/** A whole number below `most`. */
export type Roll = (most: number) => number;

/**
 * Changes what lines of session files say and how they are written, as other versions, other programs and faults would:
 * fields are missing, have other values or stand elsewhere, lines are torn, repeated, moved and not JSON at all.
 */
export function spoil(files: readonly HomeFile[], roll: Roll): HomeFile[] {
  const some = files.filter(() => roll(3) > 0);
  return some.flatMap((file) => {
    const spoiled = file.whole ? file : { ...file, text: spoilLines(file.text, roll) };
    return roll(8) === 0 && !file.whole ? [spoiled, copyOf(spoiled, roll)] : [spoiled];
  });
}

function spoilLines(text: string, roll: Roll): string {
  const lines = text.split('\n').slice(0, -1);
  const rate = [0, 4, 12, 40][roll(4)] ?? 0;
  const spoiled = lines.flatMap((line, index) => {
    if (rate === 0 || roll(rate) > 0) {
      return [line];
    }
    const change = changes[roll(changes.length)];
    return change === undefined ? [line] : change(line, lines, index, roll);
  });
  return spoiled.join('\n') + (roll(6) === 0 ? '' : '\n');
}

const changes: readonly ((line: string, lines: readonly string[], index: number, roll: Roll) => string[])[] =
  [
    () => [],
    (line) => [line, line],
    (line, lines, _, roll) => [lines[roll(lines.length)] ?? line, line],
    (line, _, __, roll) => [line.slice(0, roll(line.length))],
    (line, lines, index) => [lines[index + 1] ?? line, line],
    (line) => ['', '[1]', 'null', `"${'x'.repeat(50)}"`, line],
    edited((record) => Object.fromEntries(Object.entries(record).reverse())),
    edited((record, roll) => Object.fromEntries(Object.entries(record).sort(() => roll(3) - 1))),
    (line) => [rewritten(line, (record) => JSON.stringify(record, null, 1).replaceAll('\n', ''))],
    (line) => [rewritten(line, (record) => ` ${JSON.stringify(record)} `)],
    ...Array.from({ length: 6 }, () => edited(changeOne)),
  ];

function edited(edit: (record: Json, roll: Roll) => Json) {
  return (line: string, _lines: readonly string[], _index: number, roll: Roll): string[] => [
    rewritten(line, (record) => JSON.stringify(edit(record, roll))),
  ];
}

function rewritten(line: string, write: (record: Json) => string): string {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return line;
  }
  return typeof record === 'object' && record !== null ? write(record as Json) : line;
}

/** One field, at any depth, is taken away, has another value, or gets a neighbour that looks like something else. */
function changeOne(record: Json, roll: Roll): Json {
  let node: Json = record;
  for (;;) {
    const keys = Object.keys(node);
    const key = keys[roll(keys.length)];
    if (key === undefined) {
      return record;
    }
    const value = node[key];
    if (typeof value === 'object' && value !== null && roll(3) > 0) {
      node = value as Json;
      continue;
    }
    if (roll(3) === 0) {
      delete node[key];
    } else if (roll(2) === 0) {
      node[key] = strange[roll(strange.length)];
    } else {
      node[neighbours[roll(neighbours.length)] ?? key] = structuredClone(record);
    }
    return record;
  }
}

const strange: readonly unknown[] = [
  null,
  true,
  0,
  7,
  1.5,
  -3,
  1_767_000_000_000,
  '',
  'assistant',
  'user',
  'queue-operation',
  '2026-01-02T03:04:05.678Z',
  '2026-01-01T00:00:00+05:30',
  'feature/ABC-7-ä "quoted" \\ \ud800',
  '{"usage":{"output_tokens":5}}',
  [],
  {},
  { usage: { input_tokens: 5, output_tokens: 6 } },
  [{ type: 'text', text: ',"content":[ ],"stop_reason": "usage":{' }],
];
const neighbours = ['content', 'usage', 'message', 'payload', 'data', 'type', 'foo'];

/** The same lines in a file of another name, as a resumed session or a copied folder leaves them. */
function copyOf(file: HomeFile, roll: Roll): HomeFile {
  const path = file.path.replace(/[0-9a-f]{8}-/, `${String(roll(90_000_000) + 10_000_000)}-`);
  return { ...file, path };
}
