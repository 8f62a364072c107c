import { oneLine } from './plainText.js';

const longestText = 200;

/** A table whose cells are Markdown already. The first column and `Subject` are text, the others figures. */
export function markdownTable(head: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const isText = (name: string, column: number) => column === 0 || name === 'Subject';
  const rule = line(head.map((name, column) => (isText(name, column) ? '---' : '---:')));
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Shows as it is, on one line, wherever Markdown is rendered. */
export function markdownText(value: string): string {
  return (
    oneLine(value, longestText)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Trackers turn these into mentions, references and links by themselves.
      .replace(/@(?=\w)/g, '@&#8203;')
      .replace(/:\/\//g, ':&#8203;//')
      .replace(/[\\`*_{}[\]()#+!|~-]/g, (mark, at: number, all: string) =>
        isPlain(mark, at, all) ? mark : `\\${mark}`,
      )
  );
}

/** A hyphen inside a word means nothing, and neither does the `#` of an entity that was written just now. */
function isPlain(mark: string, at: number, all: string): boolean {
  return (mark === '-' && /\w/.test(all[at - 1] ?? '')) || (mark === '#' && all[at - 1] === '&');
}
