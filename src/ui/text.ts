/**
 * Session content is written by models, tools and web pages. These make it fit for the places of the editor that give
 * meaning to some of their characters.
 */

/** One line without control characters, direction overrides or ANSI colours, of at most `max` characters. */
export function oneLine(text: string, max = 120): string {
  // A word of a megabyte is cut before the expressions see it.
  const line = text
    .slice(0, max * 8)
    // eslint-disable-next-line no-control-regex -- ANSI sequences begin with the control character escape.
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim();
  const characters = [...line];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}

/** For labels in which `$(name)` is an icon: quick picks and the status bar. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/** For notifications, which turn `[label](command:…)` into a link that runs a command. */
export function forNotification(text: string, max = 400): string {
  return oneLine(text, max).replaceAll('](', '] (');
}

/** One line as Markdown that shows exactly that text: no links, emphasis, HTML, tables, headings or mentions. */
export function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\`*_{}[\]()#|~<>&$!@]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replace(/^(\s*\d*)([-+=.])/, '$1\\$2');
}

/** A code block whose fence is longer than any run of backticks within. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}
