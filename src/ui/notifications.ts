import * as vscode from 'vscode';
import { DisposableStore, toDisposable, type Disposable } from '../common/lifecycle.js';
import { pathBelow } from '../common/paths.js';
import type { SessionId, SessionSummary } from '../common/protocol.js';
import { followSessions, type NoticeKind, type SessionNotice } from '../common/sessionNotices.js';
import type { StoreClient } from '../store/client.js';
import { windowSettings } from './config.js';
import { workspaceFolders } from './folders.js';
import { reportError } from './log.js';
import { forNotification } from './text.js';

/** Changes of a moment are looked at together. */
const coalesceMs = 1000;
/** A session that says nothing more becomes idle by the clock alone. */
const lookMs = 30_000;
/** So long a window that is not the nearest leaves the others the first word. */
const politeMs = { sameFolder: 400, elsewhere: 1500 };
const remembered = 100;

/**
 * Tells when a session that goes on while this window is open finishes, fails or waits: by what is stored of it alone. One
 * window tells: one with the session's folder, the focused one first; else the focused one.
 */
export function createNotifications(options: {
  store: StoreClient;
  memento: vscode.Memento;
  log: vscode.LogOutputChannel;
  openReplay(id: SessionId): void;
}): Disposable {
  const { store, memento, log } = options;
  const disposables = new DisposableStore();
  const notices = followSessions(Date.now());
  const changed = new Set<SessionId>();
  let timer: NodeJS.Timeout | undefined;

  const soon = (ms: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look().catch((error: unknown) => log.warn(`Notifications: ${String(error)}`));
    }, ms);
  };

  async function look(): Promise<void> {
    const ids = [...new Set([...changed, ...notices.live()])].slice(0, 500);
    changed.clear();
    if (ids.length > 0 && anyKind()) {
      const sessions = await store.api.sessions({ ids }, { limit: ids.length });
      for (const notice of notices.see(sessions)) {
        tell(notice).catch((error: unknown) =>
          reportError(log, vscode.l10n.t('A notification could not be shown'), error),
        );
      }
    }
    if (notices.live().length > 0) {
      soon(lookMs);
    }
  }

  async function tell({ kind, session }: SessionNotice): Promise<void> {
    const known: NoticeKind =
      kind === 'waiting' ? 'waiting' : (await endsInError(session.id)) ? 'failed' : 'finished';
    if (!windowSettings.notifies(known) || isInFront(session) || !(await isOurs(session, known))) {
      return;
    }
    const open = vscode.l10n.t('Open Replay');
    const text = textOf(known, forNotification(session.title, 80) || vscode.l10n.t('Untitled session'));
    const chosen = await (known === 'finished'
      ? vscode.window.showInformationMessage(text, open)
      : vscode.window.showWarningMessage(text, open));
    if (chosen === open) {
      options.openReplay(session.id);
    }
  }

  /** The last step of the session is an error, or a tool call that failed. */
  async function endsInError(id: SessionId): Promise<boolean> {
    const { total } = await store.api.outline(id, 0, 0);
    const { rows } = await store.api.outline(id, Math.max(0, total - 1), 1);
    const [last] = rows;
    return last?.kind === 'error' || last?.tool?.isError === true;
  }

  /** Whether this window is to tell. What one has told is remembered where all windows see it. */
  async function isOurs({ id, cwd, endedAt }: SessionSummary, kind: NoticeKind): Promise<boolean> {
    const here =
      cwd !== null && workspaceFolders().some((folder) => folder === cwd || pathBelow(cwd, folder) !== cwd);
    const { focused } = vscode.window.state;
    if (!here && !focused) {
      return false;
    }
    const wait = here ? (focused ? 0 : politeMs.sameFolder) : politeMs.elsewhere;
    if (wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    const key = `${id} ${kind} ${endedAt}`;
    const told = memento.get<string[]>('notified', []);
    if (told.includes(key)) {
      return false;
    }
    await memento.update('notified', [key, ...told].slice(0, remembered));
    return true;
  }

  disposables.add(
    store.onChanged(({ sessions }) => {
      if (sessions !== 'all') {
        sessions.forEach((id) => changed.add(id));
      }
      if (changed.size > 0 || notices.live().length > 0) {
        // A look that was to come later comes now.
        clearTimeout(timer);
        timer = undefined;
        soon(coalesceMs);
      }
    }),
  );
  disposables.add(toDisposable(() => clearTimeout(timer)));
  return disposables;
}

function anyKind(): boolean {
  return (['finished', 'failed', 'waiting'] as const).some((kind) => windowSettings.notifies(kind));
}

/** The active terminal of this window, which has the focus, runs in the session's folder: the person sees it. */
function isInFront({ cwd, client }: SessionSummary): boolean {
  const terminal = vscode.window.activeTerminal;
  if (
    !vscode.window.state.focused ||
    terminal === undefined ||
    cwd === null ||
    (client !== null && client !== 'cli')
  ) {
    return false;
  }
  const started = 'cwd' in terminal.creationOptions ? terminal.creationOptions.cwd : undefined;
  const folder = terminal.shellIntegration?.cwd ?? started ?? workspaceFolders()[0];
  return (typeof folder === 'string' ? folder : folder?.fsPath) === cwd;
}

function textOf(kind: NoticeKind, title: string): string {
  switch (kind) {
    case 'waiting':
      return vscode.l10n.t('“{0}” waits for you.', title);
    case 'failed':
      return vscode.l10n.t('“{0}” stopped with an error.', title);
    case 'finished':
      return vscode.l10n.t('“{0}” is done.', title);
  }
}
