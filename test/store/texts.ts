import type { SearchPart } from '../../src/common/search.js';
import type { batch } from './storeFixture.js';

type Rows = Parameters<typeof batch>[0];

/** A small pseudo-random generator (mulberry32), so that a failing run can be repeated by its seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** As they are written, and as the index has them. */
const words: readonly (readonly [written: string, found: string])[] = [
  ['alpha', 'alpha'],
  ['Alpine', 'alpine'],
  ['ALPHA', 'alpha'],
  ['beta', 'beta'],
  ['betamax', 'betamax'],
  ['Größe', 'große'],
  ['café', 'cafe'],
  ['cafe\u0301', 'cafe'],
  ['n', 'n'],
  ['nalpha', 'nalpha'],
  ['7', '7'],
  ['42nd', '42nd'],
  ['Привет', 'привет'],
  ['文字検索', '文字検索'],
  ['or', 'or'],
  ['NOT', 'not'],
  ['x', 'x'],
];
const gaps = [
  ' ',
  '  ',
  '\n',
  '\t',
  '. ',
  ', ',
  '-',
  '_',
  '/',
  '"',
  '\\',
  "'",
  '*',
  '::',
  ' 😀 ',
  '\u0000',
  ' \ue003 ',
];
const colours = ['\u001b[31m', '\u001b[0m', '\u001b[1;38;5;12m'];

export interface Document {
  session: string;
  part: SearchPart;
  at: number;
  words: readonly string[];
}

/** A text and its words in order. */
export function textOf(
  random: (below: number) => number,
  hasColours: boolean,
): { text: string; words: string[] } {
  const found: string[] = [];
  let text = random(3) === 0 ? gaps[random(gaps.length)]! : '';
  for (let n = 1 + random(9); n > 0; n--) {
    const [written, word] = words[random(words.length)]!;
    found.push(word);
    text += `${hasColours && random(3) === 0 ? colours[random(colours.length)]! : ''}${written}${gaps[random(gaps.length)]!}`;
  }
  return { text, words: found };
}

const kindOf = { prompt: 'prompt', answer: 'text', thinking: 'thinking', other: 'notice' } as const;

/**
 * Rows of a batch with random texts, and the documents that the store has after them: also rows that replace earlier ones,
 * and outputs that come before their call, alone, or twice.
 */
export function randomRows(
  random: (below: number) => number,
  documents: Map<string, Document>,
  n: number,
): Rows[number][] {
  const rows: Rows[number][] = [];
  for (let i = 0; i < n; i++) {
    const session = `s${random(4)}`;
    const uid = `u${random(60)}`;
    const at = 1_700_000_000_000 + random(50) * 700;
    const key = `${session} ${uid}`;
    if (random(4) === 0) {
      const { text, words: found } = textOf(random, true);
      rows.push({ type: 'tool_result', session, callId: uid, at, body: text, isError: false });
      const before = documents.get(`${key} output`);
      const length = Buffer.byteLength(text);
      // Of several outputs of one call the longest is kept, of equally long ones the last.
      if (before === undefined || length >= (lengths.get(before) ?? 0)) {
        const document = { session, part: 'output', at, words: found } as const;
        lengths.set(document, length);
        documents.set(`${key} output`, document);
      }
      continue;
    }
    const part = (['prompt', 'answer', 'thinking', 'other', 'tool', 'tool'] as const)[random(6)]!;
    const { text, words: found } = textOf(random, part !== 'tool');
    const message = { type: 'message', session, uid, at } as const;
    if (part === 'tool') {
      const tool = { callId: uid, name: 'Bash', category: 'run' } as const;
      const body = JSON.stringify({ x: text });
      rows.push({ ...message, role: 'assistant', kind: 'tool', tool, body });
      documents.set(key, { session, part, at, words: ['x', ...found] });
    } else {
      const isEmpty = random(12) === 0;
      rows.push({ ...message, role: 'user', kind: kindOf[part], body: isEmpty ? '' : text });
      if (isEmpty) {
        documents.delete(key);
      } else {
        documents.set(key, { session, part, at, words: found });
      }
    }
  }
  return rows;
}

const lengths = new WeakMap<object, number>();

export type Term = { words: readonly string[]; isPrefix: boolean };
export interface RandomQuery {
  text: string;
  groups: readonly (readonly Term[])[];
  without: readonly Term[];
}

/** A query as a person may type it, and what it means. */
export function randomQuery(random: (below: number) => number): RandomQuery {
  const term = (): Term & { text: string } => {
    const kind = random(6);
    const picked = Array.from({ length: kind === 0 ? 2 : 1 }, () => words[random(words.length)]!);
    const found = picked.map(([, word]) => word);
    if (kind === 0) {
      return { words: found, isPrefix: false, text: `"${picked.map(([written]) => written).join(' ')}"` };
    }
    const [written, word] = picked[0]!;
    const beginning = Array.from(word).slice(0, 3).join('');
    return kind === 1 && beginning.length === 3 && word !== 'cafe'
      ? { words: [beginning], isPrefix: true, text: `${beginning}*` }
      : { words: found, isPrefix: false, text: written === 'NOT' ? 'not' : written };
  };
  const groups: Term[][] = [];
  const without: Term[] = [];
  const texts: string[] = [];
  for (let n = 1 + random(3); n > 0; n--) {
    const group = Array.from({ length: random(4) === 0 ? 2 : 1 }, term);
    groups.push(group);
    texts.push(group.map(({ text }) => text).join(' OR '));
  }
  if (random(3) === 0) {
    const not = term();
    without.push(not);
    texts.push(`-${not.text}`);
  }
  const noise = ['', '', ' ++ ', ' - ', ' () ', ' ; '][random(6)]!;
  return { text: texts.join(' ') + noise, groups, without };
}

/** Whether a document answers a query, word by word. */
export function isAnswer({ words: all }: Document, { groups, without }: RandomQuery): boolean {
  const has = ({ words: wanted, isPrefix }: Term) =>
    all.some((_, at) =>
      wanted.every((word, i) => {
        const found = all[at + i];
        return isPrefix && i === wanted.length - 1 ? found?.startsWith(word) === true : found === word;
      }),
    );
  return groups.every((group) => group.some(has)) && !without.some(has);
}
