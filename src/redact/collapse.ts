/** A text without its line breaks, and where each of its letters stood. */
export interface Collapsed {
  text: string;
  /** The place in the text as it was. */
  at(index: number): number;
}

/**
 * Takes line breaks out, with the blanks and marks of quotation around them, also where they are written as `\n`: terminals,
 * mails and YAML fold long lines. null: there is no line break.
 */
export function collapse(text: string): Collapsed | null {
  const parts: string[] = [];
  /** Where parts begin: in the text without line breaks, and in the text as it was. */
  const starts: number[] = [];
  const origins: number[] = [];
  let length = 0;
  let from = 0;
  const keep = (to: number) => {
    if (to > from) {
      parts.push(text.slice(from, to));
      starts.push(length);
      origins.push(from);
      length += to - from;
    }
  };
  lineBreak.lastIndex = 0;
  for (let match = lineBreak.exec(text); match !== null; match = lineBreak.exec(text)) {
    keep(match.index);
    from = match.index + match[0].length;
  }
  if (from === 0) {
    return null;
  }
  keep(text.length);
  return {
    text: parts.join(''),
    at(index) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= index) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return (origins[low] ?? 0) + index - (starts[low] ?? 0);
    },
  };
}

const lineBreak = /(?:\\?\r?\n|\\r\\n|\\n)[ \t]{0,200}(?:[>|│#*] ?)?/g;
