/** One line as Markdown that shows exactly that text: no links, emphasis, HTML, tables, headings or mentions. */
export function escapeMarkdown(line: string): string {
  return (
    line
      .replace(/[\\`*_{}[\]()#|~<>&$!@]/g, '\\$&')
      // Addresses become links by themselves.
      .replaceAll('://', '\\://')
      .replace(/www\./gi, (start) => `${start.slice(0, 3)}\\.`)
      .replace(/^(\s*\d*)([-+=.])/, '$1\\$2')
  );
}

/** A code block whose fence is longer than any run of backticks within. */
export function fenced(text: string, language = ''): string {
  let fence = '```';
  for (const [run] of text.matchAll(/`{3,}/g)) {
    fence = run.length < fence.length ? fence : `${run}\``;
  }
  return `${fence}${language}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}
