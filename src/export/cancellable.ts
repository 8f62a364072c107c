import { setImmediate as nextTurn } from 'node:timers/promises';
import { ExportError } from '../common/export.js';
import { exportCalls, type ExportStore } from './source.js';

/** Milliseconds after which signals and messages are heard, also where the store answers without leaving this thread. */
const turnMs = 20;

/**
 * The calls of a store for one run: once that is cancelled, each is rejected at once, whatever the store is busy with. As
 * everything that a run does is between two of them, it ends there.
 */
export function cancellable(store: ExportStore, signal: AbortSignal): ExportStore {
  let turned = performance.now();
  const call = async (name: keyof ExportStore, args: unknown[]): Promise<unknown> => {
    checkCancelled(signal);
    if (performance.now() - turned > turnMs) {
      await nextTurn();
      turned = performance.now();
      checkCancelled(signal);
    }
    return untilCancelled((store[name] as (...given: unknown[]) => Promise<unknown>)(...args), signal);
  };
  return Object.fromEntries(
    exportCalls.map((name) => [name, (...args: unknown[]) => call(name, args)]),
  ) as unknown as ExportStore;
}

/** Throws an `ExportError` when the run was cancelled. */
export function checkCancelled(signal: AbortSignal): void {
  if (signal.aborted) {
    throw cancelled();
  }
}

function untilCancelled<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    // The listener goes with the answer: a run asks some hundred thousand times.
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function cancelled(): ExportError {
  return new ExportError('The export was cancelled. Nothing was written.');
}
