import type { Random } from '../random.js';

type Tree = Record<string, unknown>;

/** The value with one thing in it changed, at any depth. `words` are texts that mean something to the reader. */
export function mutateJson(value: unknown, random: Random, words: readonly string[]): unknown {
  const copy: unknown = structuredClone(value);
  const places = placesIn(copy);
  if (places.length === 0 || random.below(50) === 0) {
    return oddValue(random, words);
  }
  const { of, key } = random.pick(places);
  const old = of[key];
  switch (random.below(10)) {
    case 0:
      remove(of, key);
      break;
    case 1:
      of[key] = [old];
      break;
    case 2:
      of[key] = { [random.pick(words)]: old };
      break;
    case 3:
      // A field by another name.
      remove(of, key);
      put(of, random.pick(words), old);
      break;
    case 4:
      put(of, random.pick(words), oddValue(random, words));
      break;
    case 5: {
      const from = random.pick(places);
      of[key] = structuredClone(from.of[from.key]);
      break;
    }
    case 6:
      if (Array.isArray(old)) {
        const list: unknown[] = old;
        list.splice(random.below(list.length + 1), random.below(2), ...list.slice(0, random.below(4)));
        break;
      }
      of[key] = oddValue(random, words);
      break;
    case 7:
    case 8:
      of[key] = typeof old === 'string' ? mutateText(old, random, words) : oddValue(random, words);
      break;
    default:
      of[key] = oddValue(random, words);
  }
  return copy;
}

/** Without a hole in a list, which no JSON has. */
function remove(of: Record<string, unknown>, key: string): void {
  if (Array.isArray(of)) {
    of.splice(Number(key), 1);
  } else {
    delete of[key];
  }
}

/** The text with a piece of it lost, repeated, moved, or replaced. */
export function mutateText(text: string, random: Random, words: readonly string[]): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + 1 + random.below(random.pick([1, 4, 32, 400])));
  const piece = text.slice(from, to);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, from) + text.slice(to);
    case 1:
      return text.slice(0, to) + piece + text.slice(to);
    case 2:
      return text.slice(0, from) + random.pick(oddTexts) + text.slice(to);
    case 3:
      return text.slice(0, from) + random.pick(words) + text.slice(from);
    case 4:
      return text.slice(0, from);
    case 5: {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + piece + text.slice(at);
    }
    case 6:
      return text.slice(0, from) + String.fromCharCode(random.below(0x80)) + text.slice(from + 1);
    default: {
      // What takes time with the square of the length shows only in long texts, and they are slow: seldom.
      const times = random.below(20) === 0 ? Math.floor(20_000 / (piece.length + 1)) : 1 + random.below(20);
      return text.slice(0, from) + piece.repeat(times) + text.slice(to);
    }
  }
}

/** Texts and keys of the values, which a mutation may put elsewhere. */
export function wordsOf(values: Iterable<unknown>): string[] {
  const words = new Set(['type', 'id', '__proto__', 'constructor', 'toString', 'length', 'text', 'content']);
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length <= 60) {
        words.add(value);
      }
    } else if (isTree(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) {
          words.add(key);
        }
        walk(inner);
      }
    }
  };
  for (const value of values) {
    walk(value);
  }
  return [...words].toSorted();
}

/** A value that nobody writes, or one that stands for something else elsewhere. */
export function oddValue(random: Random, words: readonly string[]): unknown {
  switch (random.below(6)) {
    case 0:
      return random.pick(oddTexts);
    case 1:
      return random.pick(words);
    case 2:
      return random.pick(oddNumbers);
    case 3:
      return random.pick([null, true, false, [], {}, '', [[]], [null], { length: 9 }]);
    case 4:
      return nested(random.below(random.below(20) === 0 ? 2000 : 6), random.pick(words));
    default:
      return { [random.pick(words)]: random.pick(oddTexts), [random.pick(words)]: random.pick(oddNumbers) };
  }
}

export const oddNumbers: readonly number[] = [
  ...[
    0,
    -0,
    1,
    -1,
    0.5,
    1e-7,
    255,
    65536,
    2 ** 31,
    -(2 ** 31),
    2 ** 32,
    2 ** 53,
    -(2 ** 53),
    1e12,
    1e13,
    1e21,
  ],
  ...[1e308, -1e308, 1_767_323_045_000, 253_402_300_800_000, 8.64e15],
];

export const oddTexts: readonly string[] = [
  ...[
    '',
    ' ',
    '\n',
    '\0',
    '\ud800',
    '\udfff',
    '\u202e',
    '\u0007\u001b[31m',
    '\ufeff',
    '\u2028',
    'ä',
    '😀',
    '日本',
  ],
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1e999',
    'NaN',
    '2026-01-02T03:04:05.678Z',
    '2026-13-45',
    '-271821-04-20',
    '1767323045',
  ],
  ...[
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '[object Object]',
    '{"a":',
    '[]',
    '{}',
    '"',
    "'",
    '\\',
    '%',
    '_',
    '*',
  ],
  ...[
    '/',
    '//',
    '..',
    '../../../../etc/passwd',
    'C:\\',
    '\\\\server\\share',
    '~',
    'file:///etc/passwd',
    '/dev/null',
  ],
  ...[
    "'; drop table usage; --",
    '" OR 1=1',
    '$(id)',
    '`id`',
    '&& id',
    '| id',
    '--help',
    '-',
    '--',
    '<script>',
    '<b>x',
  ],
  ...[
    '*** Begin Patch',
    '*** Add File: a',
    '*** Update File: ../b',
    '*** Move to: c',
    '@@ -1,2 +1,2 @@',
    '+',
    '-x',
    '\\ No newline',
  ],
  ...[
    '<system-reminder>',
    '<command-name>/x</command-name>',
    '<user_instructions>',
    '<task-notification>',
    '<local-command-stdout>',
  ],
  ...[
    'data:image/png;base64,AAAA',
    'Exit code: 1\n',
    '{"output":"x","metadata":{"exit_code":-1}}',
    'Wall time: 9.9 seconds',
  ],
];

function placesIn(value: unknown): { of: Tree; key: string }[] {
  const places: { of: Tree; key: string }[] = [];
  const queue: unknown[] = [value];
  while (queue.length > 0) {
    const of = queue.pop();
    if (isTree(of)) {
      for (const key of Object.keys(of)) {
        places.push({ of, key });
        queue.push(of[key]);
      }
    }
  }
  return places;
}

/** As JSON.parse does it: `__proto__` is a key like any other. */
function put(of: Tree, key: string, value: unknown): void {
  if (Array.isArray(of)) {
    of.push(value);
    return;
  }
  Object.defineProperty(of, key, { value, enumerable: true, configurable: true, writable: true });
}

function nested(levels: number, bottom: string): unknown {
  let value: unknown = bottom;
  for (let level = 0; level < levels; level++) {
    value = level % 2 === 0 ? [value] : { content: value };
  }
  return value;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}
