import * as vscode from 'vscode';
import { writeSetting } from '../config.js';
import type { Command } from './command.js';

export const loadSamples: Command = {
  id: 'agentLogbook.loadSamples',
  async run() {
    await writeSetting('sampleSessions', true);
    await vscode.commands.executeCommand('agentLogbook.sessions.focus');
  },
};
