/**
 * Replaces the contents of the quoted texts in a text that have a backslash, as JSON and most languages write them: what
 * is written `\u0041` or `\/` shows its secrets only once it is read. `change` returns null for what stays.
 */
export function replaceLiterals(text: string, change: (content: string) => string | null): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, content } of literalsOf(text)) {
    const changed = change(content);
    if (changed !== null) {
      parts.push(text.slice(from, start), JSON.stringify(changed));
      from = end;
    }
  }
  return parts.length === 0 ? text : parts.concat(text.slice(from)).join('');
}

/** The quoted texts that have a backslash and can be read; [start, end) with the quotes. Each letter is looked at once. */
export function* literalsOf(text: string): Iterable<{ start: number; end: number; content: string }> {
  if (!text.includes('\\')) {
    return;
  }
  for (let start = text.indexOf('"'); start >= 0;) {
    let escaped = false;
    let end = start + 1;
    while (end < text.length && text[end] !== '"') {
      if (text[end] === '\\') {
        escaped = true;
        end++;
      }
      end++;
    }
    if (end >= text.length) {
      return;
    }
    const content = escaped ? parsed(text.slice(start, end + 1)) : null;
    if (content !== null) {
      yield { start, end: end + 1, content };
    }
    start = text.indexOf('"', end + 1);
  }
}

function parsed(literal: string): string | null {
  try {
    return JSON.parse(literal) as string;
  } catch {
    // Quoted in another language's way.
    return null;
  }
}
