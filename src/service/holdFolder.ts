import { isLasting, storeMethods, type StoreApi } from '../common/storeApi.js';
import { RpcError } from '../common/rpc.js';
import { invoke } from '../store/client.js';
import { lockWatch, type LockRecord } from '../store/lockFile.js';

/** So often, in milliseconds, an owner looks whether the storage folder is still the one that it has open. */
const lookMs = 5000;

/**
 * Somebody may delete, move or replace the storage folder while its database is open, and what is written then is in a file
 * that nobody opens again. `onLost` is told that once; from then on the calls of `api` that must last are refused as those of
 * an owner that has ended, which has them made again at the next one.
 */
export function holdFolder(
  storage: string,
  lock: LockRecord,
  api: StoreApi,
  onLost: () => void,
): { api: StoreApi; dispose(): void } {
  const isReplaced = lockWatch(storage, lock);
  let lost = false;
  let disposed = false;
  const isLost = () => {
    if (!lost && !disposed && isReplaced()) {
      lost = true;
      onLost();
    }
    return lost;
  };
  const timer = setInterval(isLost, lookMs);
  timer.unref();
  const calls = storeMethods.map((method) => [
    method,
    async (...args: unknown[]) => {
      if (isLasting(method) && isLost()) {
        throw new RpcError('The folder of the store was replaced', 'disconnected');
      }
      return invoke(api, method, args);
    },
  ]);
  return {
    api: Object.fromEntries(calls),
    dispose() {
      disposed = true;
      clearInterval(timer);
    },
  };
}
