import type { Disposable } from './lifecycle.js';

/** Subscribes a listener until the returned handle is disposed. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Announces values to whoever listens. An event tells what changed; it never starts work in another component. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A wrapper of its own, so that the same function may be registered twice.
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    return { dispose: () => void this.#listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      listener(value);
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
