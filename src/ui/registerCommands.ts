import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/lifecycle.js';
import type { Services } from './commands/command.js';
import { commands } from './commands/index.js';
import { reportError } from './log.js';

/** Registers the whole table. An error of a command is shown here, once, and nowhere else. */
export function registerCommands(services: Services): Disposable {
  const disposables = new DisposableStore();
  for (const command of commands) {
    disposables.add(
      vscode.commands.registerCommand(command.id, async (...args: unknown[]) => {
        try {
          return await command.run(services, ...args);
        } catch (error) {
          reportError(services.log, vscode.l10n.t('The command failed'), error);
          return undefined;
        }
      }),
    );
  }
  return disposables;
}
