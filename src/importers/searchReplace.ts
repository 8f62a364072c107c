import { ofReplacement, type Patch } from './patch.js';

/** One block of an edit: the lines that were looked for and those that took their place. */
export interface Replacement {
  before: string;
  after: string;
}

/**
 * The blocks of a text in which a model wrote its edits:
 * `<<<<<<< SEARCH`, the old lines, `=======`, the new lines, `>>>>>>> REPLACE`. Cline writes `-------` and `+++++++` too, and Roo
 * Code the line number and a rule below the first mark. Sources: Aider-AI/aider `coders/editblock_coder.py`, cline/cline
 * `core/assistant-message/diff.ts`, RooCodeInc/Roo-Code `core/diff/strategies/multi-search-replace.ts`. A block without its
 * last mark is none.
 */
export function replacementsOf(text: string): Replacement[] {
  const blocks: Replacement[] = [];
  let before: string[] | null = null;
  let after: string[] | null = null;
  for (const line of text.split('\n')) {
    const mark = line.trimEnd();
    if (HEAD.test(mark)) {
      before = [];
      after = null;
    } else if (before !== null && after === null && RULE.test(mark)) {
      after = [];
    } else if (before !== null && after !== null && TAIL.test(mark)) {
      blocks.push({ before: linesOf(before), after: linesOf(after) });
      before = after = null;
    } else if (after !== null) {
      after.push(line);
    } else if (before !== null) {
      // What Roo Code writes between the first mark and the lines.
      if (/^:(start|end)_line:/.test(mark) || (/^-{5,9}$/.test(mark) && before.length === 0)) {
        continue;
      }
      before.push(line);
    }
  }
  return blocks;
}

/** All blocks as one patch; null where there is none. The places in the file are not known. */
export function ofReplacements(blocks: readonly Replacement[]): Patch | null {
  const patches = blocks
    .map(({ before, after }) => ofReplacement(before, after))
    .filter((patch) => patch !== null);
  if (patches.length === 0) {
    return null;
  }
  const texts = patches.map(({ patch }) => patch);
  return {
    added: patches.reduce((sum, { added }) => sum + added, 0),
    removed: patches.reduce((sum, { removed }) => sum + removed, 0),
    ...(texts.every((patch) => patch !== undefined) ? { patch: texts.join('\n') } : {}),
  };
}

function linesOf(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

const HEAD = /^(?:<{5,9}|-{5,9}) SEARCH>?$/;
const RULE = /^={5,9}$/;
const TAIL = /^(?:>{5,9}|\+{5,9}) REPLACE>?$/;
