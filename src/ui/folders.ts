import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Emitter, type Event } from '../common/event.js';
import { DisposableStore, toDisposable, type Disposable } from '../common/lifecycle.js';
import { watchBranches } from './gitExtension.js';

/** Paths of the workspace's folders on this machine. */
export function workspaceFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
}

/**
 * The folder whose repository the user works in: that of the active editor's file, else the first of the workspace.
 * A file's own folder, not the workspace's, because one workspace folder may hold several repositories.
 */
export function activeFolder(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme === 'file' && vscode.workspace.getWorkspaceFolder(document.uri)) {
    return dirname(document.uri.fsPath);
  }
  return workspaceFolders()[0];
}

const settleMs = 150;

/** Announces when the active folder, or the branch checked out in it, may be another one. */
export function createFolderWatch(log: vscode.LogOutputChannel): { onDidChange: Event<void> } & Disposable {
  const disposables = new DisposableStore();
  const changed = disposables.add(new Emitter<void>());
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => changed.fire(), settleMs);
  };
  disposables.add(vscode.window.onDidChangeActiveTextEditor(soon));
  disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(soon));
  disposables.add(watchBranches(soon, log));
  disposables.add(toDisposable(() => clearTimeout(timer)));
  return { onDidChange: changed.event, dispose: () => disposables.dispose() };
}
