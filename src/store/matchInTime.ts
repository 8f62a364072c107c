import { createContext, Script, type Context } from 'node:vm';
import { errorCode } from '../common/errorCode.js';

/**
 * Many times what any sensible expression needs for a branch's name; the thread that waits also answers all windows. The
 * second try is for a machine that was busy with something else in the first: the limit is of the clock, not of our own work.
 */
const limitsMs = [50, 1000];

const execute = new Script('pattern.exec(text)');
const some = new Script('texts.some((text) => pattern.test(text))');

/** What a pattern matches, as far as `most` words go that are not empty; null: it matches nothing but the empty text. */
const collect = new Script(`(() => {
  const words = new Set();
  pattern.lastIndex = 0;
  for (let match; words.size < most && (match = pattern.exec(text)); ) {
    if (match[0] === '') {
      pattern.lastIndex++;
    } else {
      words.add(match[0]);
    }
  }
  return [...words];
})()`);

let context: Context | null = null;

/**
 * Runs an expression on a text; undefined: it took longer than a second. Some expressions take years for a short text that they
 * almost match, and only a virtual machine can be stopped in the middle of one.
 */
export function matchInTime(
  pattern: RegExp,
  text: string,
): readonly (string | undefined)[] | null | undefined {
  for (const timeout of limitsMs) {
    const result = runInTime(execute, { pattern, text }, timeout);
    if (result !== undefined) {
      return result as RegExpExecArray | null;
    }
  }
  return undefined;
}

/** Whether an expression matches one of the texts; undefined: all of them together took longer than a second. */
export function matchAnyInTime(pattern: RegExp, texts: readonly string[]): boolean | undefined {
  for (const timeout of limitsMs) {
    const result = runInTime(some, { pattern, texts }, timeout);
    if (result !== undefined) {
      return result as boolean;
    }
  }
  return undefined;
}

/** The first `most` different texts that a global expression matches; undefined: it took longer than `limitMs`. */
export function wordsInTime(
  pattern: RegExp,
  text: string,
  { most, limitMs }: { most: number; limitMs: number },
): readonly string[] | undefined {
  const words = runInTime(collect, { pattern, text, most }, limitMs) as Iterable<string> | undefined;
  return words && [...words];
}

function runInTime(script: Script, names: object, timeout: number): unknown {
  context ??= createContext({});
  Object.assign(context, names);
  try {
    return script.runInContext(context, { timeout });
  } catch (error) {
    if (errorCode(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw error;
    }
    return undefined;
  }
}
