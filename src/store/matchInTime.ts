import { createContext, Script, type Context } from 'node:vm';
import { errorCode } from '../common/errorCode.js';

/**
 * Many times what any sensible expression needs for a branch's name; the thread that waits also answers all windows. The
 * second try is for a machine that was busy with something else in the first: the limit is of the clock, not of our own work.
 */
const limitsMs = [50, 1000];

const script = new Script('pattern.exec(text)');
let context: Context | null = null;

/**
 * Runs an expression on a text; undefined: it took longer than a second. Some expressions take years for a short text that they
 * almost match, and only a virtual machine can be stopped in the middle of one.
 */
export function matchInTime(
  pattern: RegExp,
  text: string,
): readonly (string | undefined)[] | null | undefined {
  context ??= createContext({});
  Object.assign(context, { pattern, text });
  for (const timeout of limitsMs) {
    try {
      return script.runInContext(context, { timeout }) as RegExpExecArray | null;
    } catch (error) {
      if (errorCode(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        throw error;
      }
    }
  }
  return undefined;
}
