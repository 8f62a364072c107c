import * as vscode from 'vscode';
import { documentUri } from '../documents.js';
import type { Command } from './command.js';

export const doctor: Command = {
  id: 'agentLogbook.doctor',
  async run() {
    const uri = documentUri('Agent Logbook doctor.json', { kind: 'doctor' });
    await vscode.window.showTextDocument(uri, { preview: false });
  },
};
