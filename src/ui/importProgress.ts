import * as vscode from 'vscode';
import { formatBytes, formatCount } from '../common/format.js';
import { DisposableStore, toDisposable, type Disposable } from '../common/lifecycle.js';
import type { ImportProgress } from '../common/importReport.js';
import type { StoreClient, StoreState } from '../store/client.js';
import { readSettings } from './config.js';
import { reportError, tellTrouble } from './log.js';
import type { ShownStore } from './shownStore.js';
import { forNotification } from './text.js';

/**
 * Shows where the import stands: the first one as a notification with Cancel, later ones in the status bar, and always as
 * a line above the tree. All of it, and what can be paused, concerns the user's own sessions, also while samples are shown.
 * Trouble with the store is told once.
 */
export function showImportProgress(options: {
  store: ShownStore;
  view: { tell(text: string | undefined, saidByWelcome?: boolean): void };
  log: vscode.LogOutputChannel;
}): Disposable {
  const { store, view, log } = options;
  const { own } = store;
  const disposables = new DisposableStore();
  const item = disposables.add(
    vscode.window.createStatusBarItem('agentLogbook.import', vscode.StatusBarAlignment.Left, 39),
  );
  item.name = vscode.l10n.t('Agent Logbook import');
  item.command = 'agentLogbook.sessions.focus';
  const setContext = contextKeys();
  let notification: { report(progress: ImportProgress): void; end(): void } | undefined;
  let failed = '';
  let last: ImportProgress | undefined;

  const show = (progress: ImportProgress) => {
    last = progress;
    const running = progress.phase === 'scanning' || progress.phase === 'importing';
    setContext('importing', running);
    setContext('paused', progress.phase === 'paused');
    showLine();
    if (running && progress.first) {
      notification ??= openNotification(own, log);
      notification.report(progress);
    } else {
      notification?.end();
      notification = undefined;
    }
    if (running && !progress.first && progress.phase === 'importing') {
      item.text = `$(sync~spin) ${percent(progress)} %`;
      item.tooltip = detailOf(progress);
      item.accessibilityInformation = { label: `Agent Logbook: ${detailOf(progress)}`, role: 'status' };
      item.show();
    } else {
      item.hide();
    }
    if (progress.phase === 'failed' && progress.message && progress.message !== failed) {
      reportError(log, vscode.l10n.t('Sessions could not be read'), progress.message);
    }
    failed = progress.phase === 'failed' ? (progress.message ?? '') : '';
  };
  const showLine = () => {
    const paused = last?.phase === 'paused';
    setContext('ready', store.samples || last?.phase === 'idle');
    if (store.samples) {
      view.tell(
        paused
          ? vscode.l10n.t('These are sample sessions. Recording of your own is paused.')
          : vscode.l10n.t('These are sample sessions. Your own are recorded meanwhile.'),
      );
    } else if (last) {
      view.tell(messageOf(last), paused);
    }
  };
  const showState = (state: StoreState) => {
    if (state.status === 'failed') {
      view.tell(forNotification(vscode.l10n.t('The logbook cannot be opened: {0}', state.message)));
      reportError(log, vscode.l10n.t('The logbook cannot be opened'), state.message);
    } else if (state.status === 'ready') {
      own.api.progress().then(show, (error: unknown) => log.warn(`No progress: ${String(error)}`));
    }
  };

  disposables.add(own.onChanged(({ progress }) => (progress ? show(progress) : undefined)));
  disposables.add(store.onState(showState));
  disposables.add(store.onTrouble((trouble) => tellTrouble(log, trouble)));
  disposables.add(toDisposable(() => notification?.end()));
  showState(store.state());
  return disposables;
}

/** Sets keys for `when` clauses. Progress comes several times a second, and seldom changes one. */
function contextKeys(): (key: 'importing' | 'paused' | 'ready', value: boolean) => void {
  const known = new Map<string, boolean>();
  return (key, value) => {
    if (known.get(key) !== value) {
      known.set(key, value);
      void vscode.commands.executeCommand('setContext', `agentLogbook.${key}`, value);
    }
  };
}

function openNotification(store: StoreClient, log: vscode.LogOutputChannel) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  let reporter: vscode.Progress<{ message?: string; increment?: number }> | undefined;
  let last: ImportProgress | undefined;
  let shown = 0;
  const report = (progress: ImportProgress) => {
    last = progress;
    const now = percent(progress);
    reporter?.report({ message: detailOf(progress), increment: Math.max(0, now - shown) });
    shown = Math.max(shown, now);
  };
  void vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Agent Logbook reads your sessions, newest first'),
      cancellable: true,
    },
    (progress, token) => {
      reporter = progress;
      if (last) {
        report(last);
      }
      token.onCancellationRequested(() => {
        store.api
          .cancelImport()
          .catch((error: unknown) =>
            reportError(log, vscode.l10n.t('The import could not be stopped'), error),
          );
        end();
      });
      return ended;
    },
  );
  return { report, end: () => end() };
}

function messageOf(progress: ImportProgress): string | undefined {
  switch (progress.phase) {
    case 'scanning':
      return vscode.l10n.t('Looking for sessions…');
    case 'importing':
      return vscode.l10n.t('Reading sessions: {0}', detailOf(progress));
    case 'paused':
      return readSettings().paused
        ? vscode.l10n.t('Recording is paused.')
        : vscode.l10n.t('The import was stopped. “Resume Recording” goes on with it.');
    case 'failed':
      return progress.message ?? vscode.l10n.t('Sessions could not be read. The log says why.');
    case 'idle':
      return undefined;
  }
}

function detailOf(progress: ImportProgress): string {
  return progress.bytesTotal > 0
    ? vscode.l10n.t(
        '{0} of {1}, {2} of {3} files',
        formatBytes(progress.bytesDone),
        formatBytes(progress.bytesTotal),
        formatCount(progress.filesDone),
        formatCount(progress.filesTotal),
      )
    : vscode.l10n.t('Looking for sessions…');
}

function percent(progress: ImportProgress): number {
  return progress.bytesTotal > 0
    ? Math.min(100, Math.floor((100 * progress.bytesDone) / progress.bytesTotal))
    : 0;
}
