import * as vscode from 'vscode';

/** Writes CSV to a file that the person chooses, in the workspace if there is one. False when they chose none. */
export async function saveCsv(
  csv: string,
  { title, name }: { title: string; name: string },
): Promise<boolean> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    title,
    filters: { CSV: ['csv'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!file) {
    return false;
  }
  // With a byte order mark: without one Excel takes UTF-8 for the system's old letters.
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(`\ufeff${csv}`));
  return true;
}
