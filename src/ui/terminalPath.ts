import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { shimFiles } from './shim.js';
import type { Disposable } from '../common/lifecycle.js';
import { onDidChangeSettings, windowSettings } from './config.js';
import { reportError } from './log.js';

/**
 * Makes `logbook` a command of VS Code's terminals: a small script in global storage that runs the editor's own runtime,
 * its folder on their PATH, and the store of this editor in their environment. A setting turns it off.
 */
export function registerTerminalPath(options: {
  context: vscode.ExtensionContext;
  storage: string;
  log: vscode.LogOutputChannel;
}): Disposable {
  const { context, storage, log } = options;
  const folder = join(context.globalStorageUri.fsPath, 'bin');
  const environment = context.environmentVariableCollection;
  // Made anew at each start: the paths of the editor and of this version change with updates.
  environment.persistent = false;
  environment.description = new vscode.MarkdownString(vscode.l10n.t('Adds the `logbook` command'));

  const apply = () => {
    environment.clear();
    if (!windowSettings.addToPath()) {
      return;
    }
    environment.prepend('PATH', folder + delimiter);
    environment.replace('AGENT_LOGBOOK_STORAGE', storage);
    writeShims(folder, context.asAbsolutePath('dist/cli.js')).catch((error: unknown) =>
      reportError(log, vscode.l10n.t('The logbook command could not be written'), error),
    );
  };
  apply();
  return onDidChangeSettings(apply);
}

async function writeShims(folder: string, cli: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { name, text, mode } of shimFiles(process.execPath, cli)) {
    const path = join(folder, name);
    if ((await textOf(path)) === text) {
      continue;
    }
    // By rename: a terminal, or another window that starts at the same moment, never sees half a script.
    const written = `${path}.${process.pid}`;
    await writeFile(written, text, { mode });
    await rename(written, path);
  }
}

/** null where there is none, or none that can be read: it is then written anew. */
function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
