import { posix, win32 } from 'node:path';
import * as vscode from 'vscode';
import { isOnAnotherMachine } from '../../common/paths.js';

/** Bytes of a file that is read to tell what it was; editors refuse larger ones too. */
const largestText = 20 * 1024 * 1024;

/**
 * Opens a file that a session names, beside the replay. A relative path is taken from the session's folder. False when there
 * is no such file; nothing is opened then.
 */
export async function openPath(path: string, cwd: string | null, line: number | undefined): Promise<boolean> {
  const full = resolvePath(path, cwd, process.platform === 'win32');
  if (full === null) {
    return false;
  }
  const uri = vscode.Uri.file(full);
  try {
    const stat = await vscode.workspace.fs.stat(uri);
    if ((stat.type & vscode.FileType.File) === 0) {
      return false;
    }
  } catch {
    // Sessions outlive the files they speak of.
    return false;
  }
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.commands.executeCommand('vscode.open', uri, {
    viewColumn: vscode.ViewColumn.One,
    preview: true,
    ...(line === undefined ? {} : { selection: new vscode.Range(at, at) }),
  });
  return true;
}

/** The text of a file that a session names, as it is now; null when there is none. */
export async function readPath(path: string, cwd: string | null): Promise<string | null> {
  const full = resolvePath(path, cwd, process.platform === 'win32');
  if (full === null) {
    return null;
  }
  const uri = vscode.Uri.file(full);
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > largestText) {
      return null;
    }
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Sessions outlive the files they speak of.
    return null;
  }
}

/** The absolute path; null when there is none, or when it would reach for another machine. */
export function resolvePath(path: string, cwd: string | null, windows: boolean): string | null {
  const rules = windows ? win32 : posix;
  if (path === '' || path.includes('\0') || isOnAnotherMachine(path)) {
    return null;
  }
  if (rules.isAbsolute(path)) {
    return rules.normalize(path);
  }
  const full = cwd === null ? null : rules.join(cwd, path);
  return full === null || isOnAnotherMachine(cwd ?? '') || isOnAnotherMachine(full) ? null : full;
}
