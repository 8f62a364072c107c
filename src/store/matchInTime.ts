import { createContext, Script, type Context } from 'node:vm';
import { errorCode } from '../common/errorCode.js';

/** Many times what any sensible expression needs for a branch's name; the thread that waits also answers all windows. */
const limitMs = 50;

const script = new Script('pattern.exec(text)');
let context: Context | null = null;

/**
 * Runs an expression on a text; undefined: it took longer than 50 ms. Some expressions take years for a short text that they
 * almost match, and only a virtual machine can be stopped in the middle of one.
 */
export function matchInTime(
  pattern: RegExp,
  text: string,
): readonly (string | undefined)[] | null | undefined {
  context ??= createContext({});
  Object.assign(context, { pattern, text });
  try {
    return script.runInContext(context, { timeout: limitMs }) as RegExpExecArray | null;
  } catch (error) {
    if (errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      return undefined;
    }
    throw error;
  }
}
