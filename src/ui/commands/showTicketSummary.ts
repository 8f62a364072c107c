import * as vscode from 'vscode';
import type { TicketSummary } from '../../common/protocol.js';
import { documentUri } from '../documents.js';
import type { Command } from './command.js';

/** Shows a ticket's summary as a rendered document. Takes a key and a folder, or the row of a ticket or group. */
export const showTicketSummary: Command = {
  id: 'agentLogbook.showTicketSummary',
  async run(_services, arg, folder) {
    const row = arg as { ticket?: TicketSummary; group?: { key: string | null } } | null | undefined;
    const key = typeof arg === 'string' ? arg : (row?.ticket?.key ?? row?.group?.key);
    if (!key) {
      return;
    }
    const place = typeof folder === 'string' ? folder : (row?.ticket?.worktree ?? row?.ticket?.repository);
    const uri = documentUri(`${key}.md`, { kind: 'ticket', key, ...(place ? { folder: place } : {}) });
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  },
};
