import * as vscode from 'vscode';
import type { Disposable } from '../../common/lifecycle.js';
import { patchSides } from '../../common/patch.js';
import { baseName } from '../../common/paths.js';
import type { FileChange, MessageBody } from '../../common/protocol.js';
import type { StoreClient } from '../../store/client.js';

const scheme = 'agent-logbook-step';

/** A text of one step: the message, the tool's output, or one side of a change. */
type Part = 'text' | 'output' | { change: number; side: 'before' | 'after' };

/** Serves texts of a step as read-only documents, which come from the store each time. */
export function registerReplayDocuments(store: StoreClient): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      const { id, part } = JSON.parse(uri.query) as { id: number; part: Part };
      const [body] = await store.api.bodies([id]);
      return body ? textOf(body, part) : vscode.l10n.t('This step is no longer in the logbook.');
    },
  });
}

/** Opens a whole text in an editor. */
export async function openStepText(id: number, part: 'text' | 'output', name: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(stepUri(name, id, part));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: true });
}

/**
 * Shows what a step changed in the diff editor. The two sides are what the agent recorded: the changed lines and those around
 * them, not the whole files.
 */
export async function showStepChanges(id: number, changes: readonly FileChange[]): Promise<void> {
  const pairs = changes.flatMap((change, index) => {
    if (change.patch === null) {
      return [];
    }
    const uri = (side: 'before' | 'after') => stepUri(change.path, id, { change: index, side });
    return [{ path: change.path, before: uri('before'), after: uri('after') }];
  });
  const [first] = pairs;
  const options = { viewColumn: vscode.ViewColumn.One, preview: true };
  if (pairs.length === 1 && first) {
    const title = vscode.l10n.t('{0} (as recorded)', baseName(first.path));
    await vscode.commands.executeCommand('vscode.diff', first.before, first.after, title, options);
  } else if (pairs.length > 1) {
    await vscode.commands.executeCommand(
      'vscode.changes',
      vscode.l10n.t('Changes of one step (as recorded)'),
      pairs.map(({ before, after }) => [after, before, after]),
    );
  }
}

/** The path gives the tab its name and the text its language; what is shown is all in the query. */
function stepUri(name: string, id: number, part: Part): vscode.Uri {
  const path = `/${name.replaceAll('\\', '/').replace(/^\/+/, '')}`;
  return vscode.Uri.from({ scheme, path, query: JSON.stringify({ id, part }) });
}

function textOf(body: MessageBody, part: Part): string {
  if (part === 'output') {
    return body.tool?.output ?? '';
  }
  if (part === 'text') {
    return body.tool?.input ?? body.text;
  }
  const patch = body.fileChanges[part.change]?.patch;
  return patch ? patchSides(patch)[part.side] : '';
}
