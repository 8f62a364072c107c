import type { MessageBody } from '../../common/steps.js';
import { patternExpression, type PatternMatches, type TextPattern } from '../../common/textPattern.js';
import { wordsInTime } from '../matchInTime.js';
import { readBodies } from './bodies.js';
import { listOf, type ReadContext } from './context.js';
import type { Orders } from './orders.js';

/** Milliseconds that a regular expression has for all texts of one message; the thread that waits answers all windows. */
const limitMs = 150;
/** Different words that are told of one message, and of one call. */
const mostOfMessage = 20;
const mostWords = 200;
const longestWord = 200;

/**
 * Which of these messages have the pattern in what was said, done or changed, or in the name of the tool. Throws where an
 * expression is none. After a text on which it takes too long, nothing more is looked at.
 */
export function readMatching(
  context: ReadContext,
  orders: Orders,
  ids: readonly number[],
  pattern: TextPattern,
): PatternMatches {
  const match = matcherOf(pattern);
  const tools = toolNames(context, ids);
  const found: number[] = [];
  const words = new Set<string>();
  // One at a time: all of them together may be more than memory holds.
  for (const id of ids) {
    const [body] = readBodies(context, orders, [id]);
    if (!body) {
      continue;
    }
    const start = performance.now();
    for (const text of [tools.get(id) ?? '', ...textsOf(body)]) {
      const left = limitMs - (performance.now() - start);
      const matched = text === '' ? [] : left < 1 ? undefined : match(text, Math.ceil(left));
      if (matched === undefined) {
        return { found, words: [...words], tooSlow: true };
      }
      matched.forEach((word) => words.size < mostWords && words.add(word.slice(0, longestWord)));
      if (matched.length > 0 && found.at(-1) !== id) {
        found.push(id);
      }
    }
  }
  return { found, words: [...words], tooSlow: false };
}

type Matcher = (text: string, limitMs: number) => readonly string[] | undefined;

/** Words as they are typed are found without an expression, which is many times as fast. */
function matcherOf(pattern: TextPattern): Matcher {
  const { text: needle, regex, matchCase, wholeWord } = pattern;
  if (!regex && !wholeWord) {
    const wanted = matchCase ? needle : needle.toLowerCase();
    return (text) => ((matchCase ? text : text.toLowerCase()).includes(wanted) ? [needle] : []);
  }
  const expression = patternExpression(pattern);
  return (text, limit) => wordsInTime(expression, text, { most: mostOfMessage, limitMs: limit });
}

function textsOf({ text, tool, fileChanges }: MessageBody): string[] {
  return [
    text,
    tool?.input ?? '',
    tool?.output ?? '',
    ...fileChanges.flatMap(({ path, patch }) => [path, patch ?? '']),
  ];
}

function toolNames({ db }: ReadContext, ids: readonly number[]): Map<number, string> {
  const rows = db
    .prepare(
      `select m.id, n.text from message m join tool_call t on t.id = m.tool_call_id join name n on n.id = t.name
       where m.id in (select value from json_each(?))`,
    )
    .all(listOf(ids));
  return new Map(rows.map(([id, name]) => [id as number, name as string]));
}
