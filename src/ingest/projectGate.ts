import type { ImportEvent } from '../common/model.js';
import type { SourceState } from './messages.js';

const maxHeld = 500;
const maxFolders = 16;

/**
 * Lets the events of excluded projects not pass. A project is known by the first working folder of its session in this
 * file; events that come before it wait, so that not even a title of an excluded project gets through.
 */
export class ProjectGate<T> {
  readonly #folders: Map<string, string>;
  readonly #excludedFolders: Set<string>;
  #held: { event: ImportEvent; where: T }[] = [];

  constructor(
    private readonly excluded: ((folder: string) => string | null) | null,
    private readonly pass: (event: ImportEvent, where: T) => void,
    state: Pick<SourceState, 'folders' | 'excluded'>,
  ) {
    this.#folders = new Map(Object.entries(state.folders ?? {}));
    this.#excludedFolders = new Set(state.excluded);
  }

  /** Events are held back. */
  get waits(): boolean {
    return this.#held.length > 0;
  }

  offer(event: ImportEvent, where: T): void {
    const session = 'session' in event ? event.session : undefined;
    if (session !== undefined && 'cwd' in event && event.cwd && !this.#folders.has(session)) {
      this.#learn(session, event.cwd);
    }
    if (this.excluded === null || event.type === 'unknown') {
      this.pass(event, where);
      return;
    }
    if (event.type === 'prompt' && event.project !== undefined) {
      this.#decide(event, where, event.project);
      return;
    }
    const folder = session === undefined ? undefined : this.#folders.get(session);
    if (session === undefined || folder !== undefined) {
      this.#decide(event, where, folder);
      return;
    }
    if (event.type === 'prompt' || event.type === 'plan') {
      this.pass(event, where);
      return;
    }
    this.#held.push({ event, where });
    if (this.#held.length > maxHeld) {
      this.release();
    }
  }

  /** Lets pass what waits: the session has no working folder, hence no project. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const { event, where } of held) {
      this.pass(event, where);
    }
  }

  state(): Pick<SourceState, 'folders' | 'excluded'> {
    return {
      ...(this.#folders.size > 0 ? { folders: Object.fromEntries(this.#folders) } : {}),
      ...(this.#excludedFolders.size > 0 ? { excluded: [...this.#excludedFolders] } : {}),
    };
  }

  #learn(session: string, folder: string): void {
    if (this.#folders.size >= maxFolders) {
      const oldest = this.#folders.keys().next();
      if (!oldest.done) {
        this.#folders.delete(oldest.value);
      }
    }
    this.#folders.set(session, folder);
    if (this.#held.length === 0) {
      return;
    }
    const held = this.#held;
    this.#held = [];
    for (const { event, where } of held) {
      this.offer(event, where);
    }
  }

  #decide(event: ImportEvent, where: T, folder: string | undefined): void {
    const by = folder === undefined ? null : (this.excluded?.(folder) ?? null);
    if (by === null) {
      this.pass(event, where);
    } else if (this.#excludedFolders.size < maxFolders) {
      this.#excludedFolders.add(by);
    }
  }
}
