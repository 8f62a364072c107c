import { ofUnifiedDiff, type Patch } from '../patch.js';
import { patchedFiles } from '../patchText.js';
import { ofReplacements, replacementsOf, type Replacement } from '../searchReplace.js';

/**
 * The edits that an answer proposes, by path: blocks under the name of their file, unified diffs, or a patch. Whole files tell
 * nothing of what changed and are left out. Which of them were made, the program says after the answer.
 */
export function editsIn(answer: string): Map<string, Patch> {
  const edits = new Map<string, Patch>();
  for (const { path, patch } of patchedFiles(answer)) {
    if (patch !== null) {
      edits.set(path, patch);
    }
  }
  for (const [path, blocks] of blocksIn(answer.split('\n'))) {
    const patch = ofReplacements(blocks);
    if (patch !== null) {
      edits.set(path, patch);
    }
  }
  for (const [, path, hunks] of answer.matchAll(DIFF)) {
    if (path !== undefined && hunks !== undefined && !edits.has(path)) {
      edits.set(path, ofUnifiedDiff(hunks.trimEnd()));
    }
  }
  return edits;
}

/** Each block stands below the name of its file, with or without the line that opens a fence between them. */
function blocksIn(lines: readonly string[]): Map<string, Replacement[]> {
  const files = new Map<string, Replacement[]>();
  let path: string | null = null;
  let start = -1;
  lines.forEach((line, index) => {
    if (/^<{5,9} SEARCH/.test(line)) {
      path = nameAbove(lines, index) ?? path;
      start = index;
    } else if (start >= 0 && path !== null && /^>{5,9} REPLACE/.test(line)) {
      const blocks = replacementsOf(lines.slice(start, index + 1).join('\n'));
      const known = files.get(path);
      if (known === undefined) {
        files.set(path, [...blocks]);
      } else {
        known.push(...blocks);
      }
      start = -1;
    }
  });
  return files;
}

function nameAbove(lines: readonly string[], index: number): string | null {
  for (const line of [lines[index - 1], lines[index - 2]]) {
    if (line === undefined || line.length > LONGEST_NAME) {
      continue;
    }
    const name = line
      .trim()
      .replace(/^`+|[`:*]+$/g, '')
      .replace(/^\*+/, '');
    if (name !== '' && !line.trim().startsWith('`') && /^[^\s<>=]{1,500}$/.test(name) && /[./]/.test(name)) {
      return name;
    }
  }
  return null;
}

/** A longer line names no file, and marks in their thousands would take long to strip. */
const LONGEST_NAME = 600;

const DIFF = /^--- [^\n]+\n\+\+\+ (?:b\/)?([^\n\t]*[^\n\t ])[ \t]*\n((?:(?:@@|[ +\-\\])[^\n]*(?:\n|$))+)/gm;
