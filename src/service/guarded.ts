import { storeMethods, type StoreApi } from '../common/storeApi.js';
import { RpcError } from '../common/rpc.js';
import { StoreError } from '../store/storeError.js';
import { validArguments } from './validate.js';

/**
 * Checks arguments before each call. A call that meets the end of this owner is told apart from one that failed, and is
 * repeated by its caller. A question that met damage is not: the new store would answer it with what it has so far.
 */
export function guarded(api: StoreApi, ended: () => boolean): StoreApi {
  const calls = api as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return Object.fromEntries(
    storeMethods.map((method) => [
      method,
      async (...args: unknown[]) => {
        try {
          if (!ended()) {
            return await calls[method]!(...validArguments(method, args));
          }
        } catch (error) {
          const isAnswer =
            error instanceof StoreError && error.reason === 'corrupt' && !repeatable.has(method);
          if (!ended() || isAnswer) {
            throw error;
          }
        }
        throw new RpcError('The owner of the store has ended', 'disconnected');
      },
    ]),
  ) as unknown as StoreApi;
}

/** Calls that change something, or tell of the store itself: right also while a damaged store is being built anew. */
const repeatable: ReadonlySet<string> = new Set([
  'agents',
  'progress',
  'startTicket',
  'switchTicket',
  'finishTicket',
  'assignTicket',
  'configure',
  'settings',
  'rescan',
  'importFiles',
  'cancelImport',
  'deleteAll',
]);
