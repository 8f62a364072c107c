import * as vscode from 'vscode';
import type { Event } from '../common/event.js';
import type { Disposable } from '../common/lifecycle.js';
import type { NoticeKind } from '../common/sessionNotices.js';
import type { Settings } from '../common/settings.js';
import type { StoreClient } from '../store/client.js';
import { toSettings } from './configSettings.js';
import { reportError } from './log.js';

const section = 'agentLogbook';

/** What the store obeys, as the user's settings say now. */
export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(section);
  return toSettings((key) => withoutWorkspace(configuration.inspect(key)));
}

/**
 * Tells the store what the settings say, now, whenever they change, and each time there is another owner, which may have
 * missed them; nothing needs a reload.
 */
export function followSettings(
  store: StoreClient,
  log: vscode.LogOutputChannel,
  adapt: (settings: Settings) => Settings = (settings) => settings,
): Disposable {
  // Kept, because VS Code takes milliseconds to answer for so many keys.
  let settings = adapt(readSettings());
  const tell = () => {
    store.api
      .configure(settings)
      .catch((error: unknown) => reportError(log, vscode.l10n.t('The settings could not be applied'), error));
  };
  tell();
  const disposables = [
    onDidChangeSettings(() => {
      const now = adapt(readSettings());
      if (JSON.stringify(now) !== JSON.stringify(settings)) {
        settings = now;
        tell();
      }
    }),
    store.onState(({ status }) => {
      if (status === 'ready') {
        tell();
      }
    }),
  ];
  return { dispose: () => disposables.forEach((item) => item.dispose()) };
}

/** Switches that the store need not know. */
export const windowSettings = {
  askToTrack: () => vscode.workspace.getConfiguration(section).get('tickets.askToTrack', true),
  addToPath: () => vscode.workspace.getConfiguration(section).get('terminal.addToPath', true),
  titleLength: () => {
    const value: unknown = vscode.workspace.getConfiguration(section).get('sessions.titleLength');
    return typeof value === 'number' ? Math.max(10, value) : 20;
  },
  notifies: (kind: NoticeKind): boolean => {
    const configuration = vscode.workspace.getConfiguration(section);
    switch (kind) {
      case 'waiting':
        return configuration.get('notifications.waiting', true);
      case 'failed':
        return configuration.get('notifications.failed', true);
      case 'finished':
        return configuration.get('notifications.finished', false);
    }
  },
  samples: () => vscode.workspace.getConfiguration(section).get('sampleSessions', false),
  budgets: (): unknown => vscode.workspace.getConfiguration(section).get('budgets'),
  contextFill: () => vscode.workspace.getConfiguration(section).get('statusBar.context', true),
  statusBar: () => vscode.workspace.getConfiguration(section).get('statusBar.enabled', true),
  /** Patterns of secrets, by their names. */
  secretPatterns: (): Record<string, unknown> => {
    const value: unknown = vscode.workspace.getConfiguration(section).get('export.secretPatterns');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  },
};

export type SettingKey =
  | 'recording.paused'
  | 'recording.excludedProjects'
  | 'tickets.pattern'
  | 'tickets.askToTrack'
  | 'tags.rules'
  | 'sampleSessions'
  | 'export.secretPatterns';

/** Writes a user setting (in a remote window: that of the remote machine, for settings of the machine). */
export async function writeSetting(key: SettingKey, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
}

/** Announces that a setting of ours has changed. */
export const onDidChangeSettings: Event<void> = (listener): Disposable =>
  vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(section)) {
      listener();
    }
  });

/**
 * A folder that was cloned must not decide what is read on this machine. The scopes in package.json say the same; this
 * holds even where a value of a workspace came through.
 */
function withoutWorkspace(value: { defaultValue?: unknown; globalValue?: unknown } | undefined): unknown {
  return value?.globalValue ?? value?.defaultValue;
}
