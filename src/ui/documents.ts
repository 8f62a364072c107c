import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/lifecycle.js';
import type { StoreClient } from '../store/client.js';
import { doctorText } from './doctorText.js';
import { forNotification } from './text.js';
import { ticketMarkdown } from '../tickets/markdown.js';

const scheme = 'agent-logbook';

/** What is shown as a read-only document. */
export type DocumentQuery =
  { kind: 'ticket'; key: string; folder?: string } | { kind: 'plan'; id: number } | { kind: 'doctor' };

/** The document's address; `title` is what the tab says. It holds all that is needed, so a restored tab finds its text again. */
export function documentUri(title: string, query: DocumentQuery): vscode.Uri {
  const name = title.replace(/[\\/:*?"<>|%#]/g, '-').slice(0, 80) || query.kind;
  return vscode.Uri.from({ scheme, path: `/${name}`, query: JSON.stringify(query) });
}

/** Serves tickets, plans and the doctor's report from the store. Texts of tickets follow what is recorded. */
export function registerDocuments(store: StoreClient, log: vscode.LogOutputChannel): Disposable {
  const disposables = new DisposableStore();
  const changed = disposables.add(new vscode.EventEmitter<vscode.Uri>());
  let timer: NodeJS.Timeout | undefined;
  disposables.add(
    store.onChanged(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const document of vscode.workspace.textDocuments) {
          if (document.uri.scheme === scheme && queryOf(document.uri)?.kind === 'ticket') {
            changed.fire(document.uri);
          }
        }
      }, 1000);
    }),
  );
  disposables.add({ dispose: () => clearTimeout(timer) });
  disposables.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri) {
        const query = queryOf(uri);
        try {
          return query ? await textOf(store, query) : '';
        } catch (error) {
          log.error(`${uri.path}: ${String(error)}`);
          return forNotification(error instanceof Error ? error.message : String(error));
        }
      },
    }),
  );
  return disposables;
}

async function textOf(store: StoreClient, query: DocumentQuery): Promise<string> {
  switch (query.kind) {
    case 'ticket': {
      const report = await store.api.ticket(query.key, query.folder);
      return report ? ticketMarkdown(report) : vscode.l10n.t('There is no such ticket.');
    }
    case 'plan':
      return (await store.api.plan(query.id))?.text ?? vscode.l10n.t('There is no such plan.');
    case 'doctor':
      return doctorText(await store.api.doctor(true));
  }
}

function queryOf(uri: vscode.Uri): DocumentQuery | undefined {
  try {
    return JSON.parse(uri.query) as DocumentQuery;
  } catch {
    return undefined;
  }
}
