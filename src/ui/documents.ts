import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/lifecycle.js';
import type { StoreClient } from '../store/client.js';
import { doctorText } from './doctorText.js';
import { forNotification } from './text.js';
import { ticketMarkdown } from '../tickets/markdown.js';

const scheme = 'agent-logbook';
const followMs = 2000;

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
  disposables.add(followTickets(store, log, (uri) => changed.fire(uri)));
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

/**
 * Announces the documents of tickets whose figures are others than before. The text of a ticket takes several runs of git;
 * its figures are a query, asked for at most every two seconds, also while an import changes something all the time.
 */
function followTickets(
  store: StoreClient,
  log: vscode.LogOutputChannel,
  announce: (uri: vscode.Uri) => void,
): Disposable {
  const disposables = new DisposableStore();
  const shown = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  const open = () =>
    vscode.workspace.textDocuments.flatMap(({ uri }) => {
      const query = uri.scheme === scheme ? queryOf(uri) : undefined;
      return query?.kind === 'ticket' ? [{ uri, key: query.key }] : [];
    });
  const look = async () => {
    timer = undefined;
    const tickets = await store.api.tickets({});
    for (const { uri, key } of open()) {
      const now = JSON.stringify(tickets.filter((ticket) => ticket.key === key));
      if (shown.get(uri.toString()) !== now) {
        shown.set(uri.toString(), now);
        announce(uri);
      }
    }
  };
  disposables.add(
    store.onChanged(({ sessions, tickets, settings }) => {
      if ((sessions.length > 0 || tickets || settings) && open().length > 0) {
        timer ??= setTimeout(() => {
          look().catch((error: unknown) => log.warn(`Open tickets were not looked at: ${String(error)}`));
        }, followMs);
      }
    }),
  );
  disposables.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => void shown.delete(uri.toString())));
  disposables.add({ dispose: () => clearTimeout(timer) });
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
