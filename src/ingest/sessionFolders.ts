import type { SourceNotes } from './messages.js';

/** One thing that is known: the working folder of a session, or of a sub-agent in it. */
export type KnownFolder = readonly [agent: string, name: string, folder: string, ofThread: boolean];

/**
 * The working folders of all sessions that were read, also of those that are not recorded. Files that name no folder (prompt
 * histories, to-do lists, plans) tell of sessions by these names, and belong to their projects. A plan has a name, too.
 */
export class SessionFolders {
  readonly #sessions = new Map<string, KnownFolder>();
  readonly #threads = new Map<string, KnownFolder>();

  constructor(known: Iterable<KnownFolder> = []) {
    for (const entry of known) {
      this.learn(entry);
    }
  }

  /** The first that is told of a name stays. */
  learn(known: KnownFolder): void {
    const [agent, name, , ofThread] = known;
    const map = ofThread ? this.#threads : this.#sessions;
    const key = `${agent}\n${name}`;
    if (!map.has(key)) {
      map.set(key, known);
    }
  }

  /** What the reading of a file has learned. */
  learnFrom(agent: string, { folders = {}, threadFolders = {} }: SourceNotes): void {
    for (const [name, folder] of Object.entries(folders)) {
      this.learn([agent, name, folder, false]);
    }
    for (const [name, folder] of Object.entries(threadFolders)) {
      this.learn([agent, name, folder, true]);
    }
  }

  /** The session's own folder. */
  sessionFolder(agent: string, name: string): string | undefined {
    return this.#sessions.get(`${agent}\n${name}`)?.[2];
  }

  /** The session's folder, or that of one of its sub-agents. */
  folderOf(agent: string, name: string): string | undefined {
    return this.sessionFolder(agent, name) ?? this.#threads.get(`${agent}\n${name}`)?.[2];
  }

  all(): KnownFolder[] {
    return [...this.#sessions.values(), ...this.#threads.values()];
  }
}

/** The name under which a plan's folder is known; no session has such a name. */
export function planName(name: string): string {
  return `plan\n${name}`;
}
