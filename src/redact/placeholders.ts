/** What stands in place of a secret: which rule found it, and its number among those of the rule. */
export function placeholder(rule: string, number: number): string {
  return `[secret:${rule}:${number}]`;
}

/** How many of them are in a text. */
export function countPlaceholders(text: string): number {
  let count = 0;
  for (let at = text.indexOf('[secret:'); at >= 0; at = text.indexOf('[secret:', at + 1)) {
    pattern.lastIndex = at;
    count += Number(pattern.test(text));
  }
  return count;
}

/** Markdown has a backslash before its end. */
const pattern = /\[secret:[\w-]{1,60}:\d{1,9}\\?\]/y;
