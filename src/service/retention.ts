import type { Disposable } from '../common/lifecycle.js';
import type { Settings } from '../common/settings.js';
import type { StoreApi } from '../common/storeApi.js';
import type { Log } from '../ingest/log.js';

/** Forgets sessions that are older than the user wants to keep. Off by default. */
export interface Retention extends Disposable {
  /** The settings changed. */
  changed(): void;
}

export interface RetentionOptions extends Pick<StoreApi, 'forget' | 'sessionsBefore'> {
  settings(): Settings;
  /** For an owner that stays: a command forgets nothing by itself. */
  watch: boolean;
  log: Log;
}

const dayMs = 86_400_000;
/** So often it is looked whether a session has become too old. */
const lookMs = dayMs / 4;
/** After the start, and after a change of the settings: who types 180 has typed 1 and 18 on the way. */
const settleMs = 600_000;

export function createRetention({ settings, watch, log, ...store }: RetentionOptions): Retention {
  async function forgetOld(): Promise<void> {
    const { forgetAfterDays, keepMarked, paused } = settings();
    if (forgetAfterDays <= 0 || paused) {
      return;
    }
    const ids = await store.sessionsBefore(Date.now() - forgetAfterDays * dayMs, keepMarked);
    const gone = ids.length === 0 ? [] : await store.forget(ids);
    if (gone.length > 0) {
      log.info(`Forgot ${gone.length} sessions that ended more than ${forgetAfterDays} days ago`);
    }
  }
  const look = () => {
    if (watch) {
      forgetOld().catch((error: unknown) =>
        log.error(`Old sessions could not be forgotten: ${String(error)}`),
      );
    }
  };
  let settled = setTimeout(look, settleMs).unref();
  let rule = '';
  const timer = setInterval(look, lookMs).unref();
  return {
    changed() {
      const { forgetAfterDays, keepMarked } = settings();
      const now = `${forgetAfterDays} ${keepMarked}`;
      if (now !== rule) {
        rule = now;
        clearTimeout(settled);
        settled = setTimeout(look, settleMs).unref();
      }
    },
    dispose() {
      clearTimeout(settled);
      clearInterval(timer);
    },
  };
}
