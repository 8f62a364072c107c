import * as vscode from 'vscode';
import type { Disposable } from '../../common/lifecycle.js';
import { changesOf, fileSides, type Sides } from '../../common/fileHistory.js';
import type { FileSteps } from '../../common/panelProtocol.js';
import { patchSides } from '../../common/patch.js';
import { baseName } from '../../common/paths.js';
import type { FileChange, MessageBody } from '../../common/steps.js';
import type { StoreClient } from '../../store/client.js';
import { readPath } from './openPath.js';

const scheme = 'agent-logbook-step';

/** A text of one step: the message, the tool's output, or one side of a change. */
type Part = 'text' | 'output' | { change: number; side: 'before' | 'after' };

/** One side of changes of a file. */
interface FileQuery extends FileSteps {
  cwd: string | null;
  side: 'before' | 'after';
}

/** Bodies asked for in one call. */
const batch = 100;

/** Serves texts of a step as read-only documents, which come from the store each time. */
export function registerReplayDocuments(store: StoreClient): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      const query = JSON.parse(uri.query) as { id: number; part: Part } | { file: FileQuery };
      if ('file' in query) {
        return (await sidesOf(store, query.file))[query.file.side];
      }
      const { id, part } = query;
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

/** Shows changes of files in the diff editor: the whole files where that can be told, else what was recorded. */
export async function showFileSteps(
  store: StoreClient,
  files: readonly FileSteps[],
  cwd: string | null,
): Promise<void> {
  const pairs = files.map((file) => {
    const uri = (side: 'before' | 'after') =>
      documentUri(file.path, { file: { ...file, cwd, side } satisfies FileQuery });
    return { file, before: uri('before'), after: uri('after') };
  });
  const [first] = pairs;
  const options = { viewColumn: vscode.ViewColumn.One, preview: true };
  if (pairs.length === 1 && first) {
    const { whole } = await sidesOf(store, { ...first.file, cwd });
    const name = baseName(first.file.path);
    const title = whole ? name : vscode.l10n.t('{0} (as recorded)', name);
    await vscode.commands.executeCommand('vscode.diff', first.before, first.after, title, options);
  } else if (pairs.length > 1) {
    await vscode.commands.executeCommand(
      'vscode.changes',
      vscode.l10n.t('Changes of the session'),
      pairs.map(({ before, after }) => [after, before, after]),
    );
  }
}

async function sidesOf(
  store: StoreClient,
  { path, messages, from, to, cwd }: FileSteps & { cwd: string | null },
): Promise<Sides> {
  const steps: (readonly FileChange[])[] = [];
  for (let n = 0; n < messages.length; n += batch) {
    const bodies = await store.api.bodies(messages.slice(n, n + batch));
    steps.push(...bodies.map(({ fileChanges }) => fileChanges));
  }
  const changes = changesOf(steps, path);
  // A step may change a file more than once.
  const upTo = (count: number) => changesOf(steps.slice(0, count), nameAfter(steps, path, count)).length;
  return fileSides(changes, upTo(from), upTo(to), await readPath(path, cwd));
}

/** How a file was called after the first `count` steps. */
function nameAfter(steps: readonly (readonly FileChange[])[], path: string, count: number): string {
  return changesOf(steps.slice(count), path)[0]?.path ?? path;
}

/** The path gives the tab its name and the text its language; what is shown is all in the query. */
function stepUri(name: string, id: number, part: Part): vscode.Uri {
  return documentUri(name, { id, part });
}

function documentUri(name: string, query: object): vscode.Uri {
  const path = `/${name.replaceAll('\\', '/').replace(/^\/+/, '')}`;
  return vscode.Uri.from({ scheme, path, query: JSON.stringify(query) });
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
