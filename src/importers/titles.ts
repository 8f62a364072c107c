const LIMIT = 120;

/** The first words of a text as a title: one line, at most about 120 characters, cut between words where that is possible. */
export function titleOf(text: string): string {
  // Only the head is looked at: a prompt may have a megabyte.
  const line = text
    .slice(0, LIMIT * 8)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= LIMIT) {
    return line;
  }
  const head = line.slice(0, LIMIT);
  const space = head.lastIndexOf(' ');
  return `${(space > LIMIT / 2 ? head.slice(0, space) : wholeCharacters(head)).trimEnd()}…`;
}

/** A pair of UTF-16 units that make one character is not torn apart. */
function wholeCharacters(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
