import * as vscode from 'vscode';
import type { Command } from './command.js';

const settleMs = 250;

/** Filters while the user types; Escape puts back what was there. */
export const filterSessions: Command = {
  id: 'agentLogbook.filterSessions',
  async run({ tree }, arg) {
    if (typeof arg === 'string') {
      tree.text = arg;
      return;
    }
    const before = tree.text;
    const input = vscode.window.createInputBox();
    input.title = vscode.l10n.t('Filter sessions');
    input.placeholder = vscode.l10n.t('Words in title, branch, ticket, project or agent');
    input.value = before;
    let timer: NodeJS.Timeout | undefined;
    let accepted = false;
    input.onDidChangeValue((value) => {
      clearTimeout(timer);
      timer = setTimeout(() => (tree.text = value.trim()), settleMs);
    });
    await new Promise<void>((resolve) => {
      input.onDidAccept(() => {
        accepted = true;
        input.hide();
      });
      input.onDidHide(() => {
        clearTimeout(timer);
        const wanted = accepted ? input.value.trim() : before;
        if (wanted !== tree.text) {
          tree.text = wanted;
        }
        input.dispose();
        resolve();
      });
      input.show();
    });
  },
};
