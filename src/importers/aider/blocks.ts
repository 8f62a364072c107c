/** A part of a run: what the user typed, what the program said, or an answer of the model. */
export interface Block {
  kind: 'user' | 'program' | 'answer';
  lines: string[];
}

/** One start of Aider, from its head to the next. */
export interface Run {
  /** The wall time of its head as it is written; null: text before the first head. */
  startedAt: string | null;
  blocks: Block[];
}

/**
 * The runs of a `.aider.chat.history.md` (Aider-AI/aider, `aider/io.py`): a head `# aider chat started at …`, lines of the user
 * with `####`, of the program with `>`, and the model's answers as they came. An answer may have headings and quotations
 * of its own: what lies in a fence is the answer's, and a line of the user ends with two blanks, or, in files that lost
 * these, does not follow an answer directly.
 */
export function runsOf(text: string): Run[] {
  const lines = text.split(/\r?\n/);
  const isMarked = lines.some((line) => USER.test(line) && line.endsWith('  '));
  const runs: Run[] = [{ startedAt: null, blocks: [] }];
  let isFenced = false;
  let isApart = true;
  for (const line of lines) {
    const started = /^# aider chat started at (.+?)\s*$/.exec(line)?.[1];
    if (started !== undefined) {
      runs.push({ startedAt: started, blocks: [] });
      isFenced = false;
      continue;
    }
    const blocks = runs.at(-1)?.blocks ?? [];
    const last = blocks.at(-1);
    const ends = (USER.test(line) && line.endsWith('  ')) || line.startsWith('> Tokens: ');
    isFenced &&= !ends;
    const kind = isFenced ? 'answer' : kindOf(line, last, isMarked);
    if (kind === null || (line.trim() === '' && kind !== 'answer')) {
      isApart = true;
      continue;
    }
    if (kind === 'answer' && /^\s*```/.test(line)) {
      isFenced = !isFenced;
    }
    // An empty line parts what was typed at once from what was typed next.
    if (last?.kind === kind && !(kind === 'user' && isApart)) {
      last.lines.push(line);
    } else {
      blocks.push({ kind, lines: [line] });
    }
    isApart = false;
  }
  return runs.filter(({ blocks }) => blocks.some(({ kind }) => kind !== 'program'));
}

/** null: an empty line between blocks. */
function kindOf(line: string, last: Block | undefined, isMarked: boolean): Block['kind'] | null {
  if (USER.test(line) && (isMarked ? line.endsWith('  ') : last?.kind !== 'answer')) {
    return 'user';
  }
  if (/^>(?: |$)/.test(line) && (!isMarked || last?.kind !== 'answer' || isProgram(line))) {
    return 'program';
  }
  // The second half of a line about tokens has no mark of its own.
  if (last?.kind === 'program' && /^Cost: \$[\d.]+ message, \$[\d.]+ session\.\s*$/.test(line)) {
    return 'program';
  }
  return line.trim() === '' && last?.kind !== 'answer' ? null : 'answer';
}

/** Not a quotation in an answer: the program ends its lines as it does the user's. */
function isProgram(line: string): boolean {
  return line.endsWith('  ') || line.startsWith('> Tokens: ');
}

const USER = /^####(?: |$)/;
