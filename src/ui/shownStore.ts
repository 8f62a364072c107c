import { Emitter } from '../common/event.js';
import { DisposableStore } from '../common/lifecycle.js';
import { type Changed } from '../common/protocol.js';
import { storeMethods, type StoreApi } from '../common/storeApi.js';
import type { Remote } from '../common/rpc.js';
import type { StoreClient, StoreState } from '../store/client.js';

/** The store that the views show: the user's own, or for a while one of sample sessions. */
export interface ShownStore extends StoreClient {
  /** Recording, settings and deletion always concern the user's own store. */
  readonly own: StoreClient;
  readonly samples: boolean;
  /** Shows another store; null goes back to the user's own, and ends the other. */
  show(samples: StoreClient | null): Promise<void>;
}

/** Sessions of the user go on being recorded while samples are shown, because the own store stays open. */
export function createShownStore(own: StoreClient): ShownStore {
  const changed = new Emitter<Changed>();
  const states = new Emitter<StoreState>();
  const troubles = new Emitter<string>();
  let shown = own;
  let listeners = follow(own);

  function follow(store: StoreClient): DisposableStore {
    const result = new DisposableStore();
    result.add(store.onChanged((value) => changed.fire(value)));
    result.add(store.onState((value) => states.fire(value)));
    if (store !== own) {
      result.add(store.onTrouble((value) => troubles.fire(value)));
    }
    return result;
  }

  // Recording goes on while samples are shown, and so does what may go wrong with it.
  own.onTrouble((value) => troubles.fire(value));

  // Looked up at each call, so that whoever holds `api` asks the store that is shown now.
  const api = Object.fromEntries(
    storeMethods.map((method) => [
      method,
      (...args: unknown[]) => (shown.api[method] as (...args: unknown[]) => Promise<unknown>)(...args),
    ]),
  ) as unknown as Remote<StoreApi>;

  return {
    api,
    own,
    onChanged: changed.event,
    onState: states.event,
    onTrouble: troubles.event,
    state: () => shown.state(),
    channel: () => shown.channel(),
    get samples() {
      return shown !== own;
    },
    async show(samples) {
      const before = shown;
      listeners.dispose();
      shown = samples ?? own;
      listeners = follow(shown);
      changed.fire({ sessions: 'all', tickets: true, progress: null, settings: true });
      states.fire(shown.state());
      if (before !== own && before !== shown) {
        await before.close();
      }
    },
    async close() {
      listeners.dispose();
      await Promise.all([own.close(), shown === own ? undefined : shown.close()]);
    },
  };
}
