import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../common/lifecycle.js';
import type { StoreClient } from '../../store/client.js';
import { onDidChangeSettings, windowSettings } from '../config.js';
import { reportError } from '../log.js';
import type { ShownStore } from '../shownStore.js';
import { removeOthers, writeSampleHome } from './sampleHome.js';

/** Starts a store in `storage` that reads the agents' files below `home` only. */
export type StartSampleStore = (storage: string, home: string) => StoreClient;

/**
 * Shows sample sessions while `agentLogbook.sampleSessions` is on. They go through the same import into a store of their
 * own, so that they are in nobody's figures and vanish without a trace.
 */
export function registerSampleSessions(options: {
  store: ShownStore;
  media: vscode.Uri;
  storage: vscode.Uri;
  start: StartSampleStore;
  log: vscode.LogOutputChannel;
}): Disposable {
  const { store, log } = options;
  const folder = join(options.storage.fsPath, 'samples');
  let wanted = false;
  let work = Promise.resolve();

  const apply = () => {
    const want = windowSettings.samples();
    if (want !== wanted) {
      wanted = want;
      void vscode.commands.executeCommand('setContext', 'agentLogbook.samples', want);
      work = work.then(want ? show : leave).catch((error: unknown) => {
        reportError(log, vscode.l10n.t('The sample sessions could not be shown'), error);
      });
    }
  };
  const show = async () => {
    // One folder a day, shared by all windows, so that the samples never look old.
    const today = new Date().toISOString().slice(0, 10);
    await removeOthers(folder, today);
    const home = join(folder, today, 'home');
    await writeSampleHome(vscode.Uri.joinPath(options.media, 'samples').fsPath, home, Date.now());
    await store.show(options.start(join(folder, today, 'store'), home));
  };
  const leave = async () => {
    await store.show(null);
    await removeOthers(folder, null);
  };

  apply();
  return onDidChangeSettings(apply);
}
