import * as vscode from 'vscode';
import type { Command } from './command.js';

export const openSettings: Command = {
  id: 'agentLogbook.openSettings',
  async run({ extension }) {
    await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${extension.id}`);
  },
};
