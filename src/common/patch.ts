/** A line of a unified diff. `before` and `after` are its numbers in the two versions. */
export interface PatchLine {
  kind: 'context' | 'added' | 'removed' | 'gap';
  text: string;
  before: number | null;
  after: number | null;
}

/** Reads the hunks of a unified diff. What is no diff comes back as context, so that nothing is hidden. */
export function parsePatch(patch: string): PatchLine[] {
  const lines: PatchLine[] = [];
  let before: number | null = null;
  let after: number | null = null;
  const next = (n: number | null) => (n === null ? null : n + 1);
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    const hunk = /^@@+ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@+(.*)$/.exec(line);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      lines.push({ kind: 'gap', text: hunk[3]?.trim() ?? '', before: null, after: null });
    } else if (line.startsWith('@@')) {
      lines.push({ kind: 'gap', text: line.replace(/^@@+|@@+$/g, '').trim(), before: null, after: null });
    } else if (line.startsWith('+')) {
      lines.push({ kind: 'added', text: line.slice(1), before: null, after });
      after = next(after);
    } else if (line.startsWith('-')) {
      lines.push({ kind: 'removed', text: line.slice(1), before, after: null });
      before = next(before);
    } else if (!line.startsWith('\\')) {
      lines.push({ kind: 'context', text: line.replace(/^ /, ''), before, after });
      before = next(before);
      after = next(after);
    }
  }
  // A gap at the very top says only that the file begins before it.
  return lines[0]?.kind === 'gap' && lines[0].text === '' ? lines.slice(1) : lines;
}

/** What the hunks say of the two versions of a file: the lines that both have, and those of each. */
export function patchSides(patch: string): { before: string; after: string } {
  const before: string[] = [];
  const after: string[] = [];
  for (const line of parsePatch(patch)) {
    if (line.kind === 'gap') {
      // The same line on both sides, so that they stay level.
      const gap = `⋯ ${line.text}`.trim();
      before.push(gap);
      after.push(gap);
      continue;
    }
    if (line.kind !== 'added') {
      before.push(line.text);
    }
    if (line.kind !== 'removed') {
      after.push(line.text);
    }
  }
  return { before: before.join('\n'), after: after.join('\n') };
}
