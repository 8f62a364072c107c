import { isObject, list, num, str, type Json } from '../fields.js';
import { ofReplacement, type Patch } from '../patch.js';
import { absolutePath } from '../places.js';
import type { Edit, Reading } from './state.js';

/** A patch that is longer does not wait for the outcome: the state must stay small. */
const WAITING_LIMIT = 6000;

/**
 * What `edit` (`{path, oldText, newText}` or `{path, edits: [{oldText, newText}]}`) and `write` (`{path, content}`) would do; null
 * for other tools. Whether a file was there before it was written, and what was in it, the program does not tell.
 */
export function editCalled(id: string, name: string, args: Json, { state }: Reading): Edit | null {
  const named = str(args.path) ?? str(args.file_path);
  if ((name !== 'edit' && name !== 'write') || named === undefined) {
    return null;
  }
  const path = absolutePath(named, state.cwd).slice(0, 1000);
  if (name === 'write') {
    return { id, path, added: null, removed: null };
  }
  const replaced = (args.edits === undefined ? [args] : list(args.edits).filter(isObject))
    .map((edit) => ofReplacement(edit.oldText, edit.newText))
    .filter((patch) => patch !== null);
  const patch = replaced.map((part) => part.patch ?? '').join('\n');
  return {
    id,
    path,
    added: replaced.length === 0 ? null : replaced.reduce((sum, part) => sum + part.added, 0),
    removed: replaced.length === 0 ? null : replaced.reduce((sum, part) => sum + part.removed, 0),
    ...(patch === '' || patch.length > WAITING_LIMIT ? {} : { patch }),
  };
}

/**
 * The diff that `edit` shows, as a unified one: lines with a sign and a number (`+12 text`; a kept line has the old number), and
 * ` ...` where lines are left out. Null where it has another form.
 */
export function ofNumberedDiff(diff: string): Patch | null {
  const hunks: string[] = [];
  let hunk: string[] = [];
  let start: { old: number; fresh: number } | null = null;
  let [added, removed] = [0, 0];
  let before = 0;
  const close = (): void => {
    if (start !== null) {
      const kept = hunk.filter((line) => line.startsWith(' ')).length;
      const [plus, minus] = [count(hunk, '+'), count(hunk, '-')];
      hunks.push(`@@ -${start.old},${kept + minus} +${start.fresh},${kept + plus} @@`, ...hunk);
    }
    [hunk, start, before] = [[], null, added - removed];
  };
  for (const line of diff.split('\n')) {
    const told = /^([+\- ]) *(\d+) (.*)$/.exec(line) ?? /^([+\- ]) *(\d+)$/.exec(line);
    if (told === null) {
      if (!/^ +\.\.\.$/.test(line)) {
        return null;
      }
      close();
      continue;
    }
    const [sign, number] = [told[1] ?? ' ', num(Number(told[2])) ?? 0];
    start ??=
      sign === '+' ? { old: number - before, fresh: number } : { old: number, fresh: number + before };
    added += sign === '+' ? 1 : 0;
    removed += sign === '-' ? 1 : 0;
    hunk.push(sign + (told[3] ?? ''));
  }
  close();
  return { added, removed, patch: hunks.join('\n') };
}

function count(lines: readonly string[], sign: string): number {
  return lines.filter((line) => line.startsWith(sign)).length;
}
