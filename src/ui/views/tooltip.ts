import * as vscode from 'vscode';

/**
 * A tooltip of names and texts. The texts may come from a session: they are appended as text, in a Markdown string that
 * may run no command, show no HTML and draw no icon.
 */
export function tooltip(title: string, rows: readonly (readonly [string, string])[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  markdown.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const [name, text] of rows) {
    if (text) {
      // Two spaces at the end are a line break.
      markdown.appendText(`${name}: ${text}`).appendMarkdown('  \n');
    }
  }
  return markdown;
}
