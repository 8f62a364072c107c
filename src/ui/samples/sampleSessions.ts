import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import { defaultSettings, type Settings } from '../../common/settings.js';
import type { StoreClient } from '../../store/client.js';
import { followSettings, onDidChangeSettings, windowSettings } from '../config.js';
import { reportError } from '../log.js';
import type { ShownStore } from '../shownStore.js';
import { removeFolder, removeLeftOvers, writeSampleHome } from './sampleHome.js';

/** Starts a store in `storage` that reads the agents' files below `home` only. */
export type StartSampleStore = (storage: string, home: string) => StoreClient;

/**
 * Shows sample sessions while `agentLogbook.sampleSessions` is on. They go through the same import into a store of their
 * own, so that they are in nobody's figures and vanish without a trace. Each window has a store for itself: its samples are
 * new, and no other window deletes what this one shows.
 */
export function registerSampleSessions(options: {
  store: ShownStore;
  media: vscode.Uri;
  storage: vscode.Uri;
  start: StartSampleStore;
  log: vscode.LogOutputChannel;
}): Disposable {
  const { store, log } = options;
  const disposables = new DisposableStore();
  const folder = join(options.storage.fsPath, 'samples');
  const mine = join(folder, String(process.pid));
  let wanted = false;
  let settings: Disposable | undefined;
  let work = removeLeftOvers(folder).catch((error: unknown) =>
    log.warn(`Old sample sessions could not be removed: ${String(error)}`),
  );

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
    // An earlier process may have had the same number.
    await removeFolder(mine);
    const home = join(mine, 'home');
    await writeSampleHome(vscode.Uri.joinPath(options.media, 'samples').fsPath, home, Date.now());
    const samples = options.start(join(mine, 'store'), home);
    settings = followSettings(samples, log, forSamples);
    await store.show(samples);
  };
  const leave = async () => {
    settings?.dispose();
    await store.show(null);
    await removeFolder(mine);
  };

  apply();
  disposables.add(onDidChangeSettings(apply));
  disposables.add({ dispose: () => settings?.dispose() });
  return disposables;
}

/** What the user keeps, excludes or pauses concerns the user's own sessions; how figures are shown holds here as well. */
function forSamples({ prices, idleAfterMinutes, endedAfterMinutes, ticketPattern }: Settings): Settings {
  return { ...defaultSettings, prices, idleAfterMinutes, endedAfterMinutes, ticketPattern };
}
