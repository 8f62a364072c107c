import * as vscode from 'vscode';
import { oneLine } from '../../common/plainText.js';
import { escapeMarkdown } from '../../common/markdownText.js';

/**
 * A tooltip of names and texts. The texts may come from a session: they are shown as they are, in a Markdown string that may
 * run no command, show no HTML and draw no icon. VS Code's own `appendText` would make links of addresses in them.
 */
export function tooltip(title: string, rows: readonly (readonly [string, string])[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  markdown.appendMarkdown(`**${shown(title)}**\n\n`);
  for (const [name, text] of rows) {
    if (text) {
      // Two spaces at the end are a line break.
      markdown.appendMarkdown(`${shown(`${name}: ${text}`)}  \n`);
    }
  }
  return markdown;
}

function shown(text: string): string {
  return escapeMarkdown(oneLine(text, 1000));
}
