import type { ImportEvent } from '../common/model.js';
import type { SourceNotes } from './messages.js';
import { planName } from './sessionFolders.js';

/** So many events, and characters of their texts, wait in memory for a working folder; most files name it in line one. */
const maxHeld = 20_000;
const maxHeldText = 16 << 20;
/** Names that one file's state remembers. */
const maxNames = 64;

/** What is known of excluded projects, from other files too. */
export interface Exclusions {
  /** The excluded folder that a working folder belongs to; null: none. */
  excluded(folder: string): string | null;
  /** The working folder of a session, or of a plan by `planName`, as far as files have told. */
  folderOf(name: string): string | undefined;
  /** Only as the session's own file has told. */
  sessionFolder(name: string): string | undefined;
  learn(name: string, folder: string, ofThread: boolean): void;
}

type GateState = Pick<SourceNotes, 'folders' | 'threadFolders' | 'excluded' | 'undecided'>;

/**
 * Lets the events of excluded projects not pass. A project is known by the first working folder of its session, in this file
 * or in another; events that come before it wait, so that not even a title of an excluded project gets through. What
 * cannot be told to belong to another project is left out, and read when it can.
 */
export class ProjectGate<T> {
  /** By session or plan, of the main thread and of sub-agents. */
  readonly #folders: Map<string, string>;
  readonly #threadFolders: Map<string, string>;
  readonly #excluded: Set<string>;
  readonly #undecided: Set<string>;
  #held: { event: ImportEvent; where: T }[] = [];
  #heldText = 0;

  constructor(
    /** null: no project is excluded. */
    private readonly exclusions: Exclusions | null,
    private readonly pass: (event: ImportEvent, where: T) => void,
    state: GateState,
  ) {
    this.#folders = new Map(Object.entries(state.folders ?? {}));
    this.#threadFolders = new Map(Object.entries(state.threadFolders ?? {}));
    this.#excluded = new Set(state.excluded);
    this.#undecided = new Set(state.undecided);
  }

  /** Events are held back. */
  get waits(): boolean {
    return this.#held.length > 0;
  }

  /** The file is that of an excluded session: nothing of its content may be stored, not even between two lines. */
  get leavesOut(): boolean {
    const { exclusions } = this;
    if (exclusions === null) {
      return false;
    }
    const isExcluded = (folder: string | undefined) =>
      folder !== undefined && exclusions.excluded(folder) !== null;
    return (
      [...this.#folders.values(), ...this.#threadFolders.values()].some(isExcluded) ||
      [...this.#threadFolders.keys()].some((session) => isExcluded(exclusions.sessionFolder(session)))
    );
  }

  offer(event: ImportEvent, where: T): void {
    if ('session' in event && event.session !== undefined && 'cwd' in event && event.cwd) {
      this.#learn(event.session, event.cwd, event.thread !== undefined);
    }
    if (this.exclusions === null) {
      if (event.type === 'session' || event.type === 'plan') {
        this.#learnPlan(event, ownFolder(event, this.#folders, this.#threadFolders));
      }
      this.pass(event, where);
      return;
    }
    if (event.type === 'unknown') {
      if (!this.leavesOut) {
        this.pass(event, where);
      }
      return;
    }
    const folders = this.#foldersOf(event, this.exclusions);
    if (folders.length === 0) {
      this.#hold(event, where);
      return;
    }
    this.#learnPlan(event, folders[0]);
    const by = folders.map((folder) => this.exclusions?.excluded(folder)).find((found) => found);
    if (!by) {
      this.pass(event, where);
    } else if (this.#excluded.size < maxNames) {
      this.#excluded.add(by);
    }
  }

  /**
   * Nobody writes the file now, and other files have told what they know. A session that was read and names no folder belongs
   * to no project and passes; what only mentions a session that nobody knows is left out.
   */
  release(): void {
    const held = this.#takeHeld();
    const read = new Set(held.flatMap(({ event }) => (isContent(event) ? [event.session] : [])));
    for (const { event, where } of held) {
      if ('session' in event && event.session !== undefined && read.has(event.session)) {
        this.pass(event, where);
      } else {
        this.#leaveUndecided(event);
      }
    }
  }

  state(): GateState {
    return {
      ...(this.#folders.size > 0 ? { folders: Object.fromEntries(this.#folders) } : {}),
      ...(this.#threadFolders.size > 0 ? { threadFolders: Object.fromEntries(this.#threadFolders) } : {}),
      ...(this.#excluded.size > 0 ? { excluded: [...this.#excluded] } : {}),
      ...(this.#undecided.size > 0 ? { undecided: [...this.#undecided] } : {}),
    };
  }

  /** All folders that decide, the file's own first. */
  #foldersOf(
    event: Exclude<ImportEvent, { type: 'unknown' }>,
    { folderOf, sessionFolder }: Exclusions,
  ): string[] {
    const folders: (string | undefined)[] = [ownFolder(event, this.#folders, this.#threadFolders)];
    if (event.type === 'prompt') {
      folders.push(event.project);
    }
    if (event.session !== undefined) {
      // A sub-agent that works elsewhere still belongs to its session.
      folders.push(folders[0] === undefined ? folderOf(event.session) : sessionFolder(event.session));
    } else if (event.type === 'plan') {
      folders.push(folderOf(planName(event.name)));
    }
    return folders.filter((folder) => folder !== undefined);
  }

  #learn(session: string, folder: string, ofThread: boolean): void {
    const folders = ofThread ? this.#threadFolders : this.#folders;
    if (folders.has(session)) {
      return;
    }
    this.exclusions?.learn(session, folder, ofThread);
    if (folders.size < maxNames) {
      folders.set(session, folder);
    }
    for (const { event, where } of this.#takeHeld()) {
      this.offer(event, where);
    }
  }

  /** A plan's file names neither session nor folder: the session whose plan it is tells its name. */
  #learnPlan(event: ImportEvent, folder: string | undefined): void {
    const name = event.type === 'session' ? event.plan : event.type === 'plan' ? event.name : undefined;
    if (name === undefined || folder === undefined || this.#folders.has(planName(name))) {
      return;
    }
    if (!('session' in event) || event.session === undefined) {
      return;
    }
    this.exclusions?.learn(planName(name), folder, false);
    if (this.#folders.size < maxNames) {
      this.#folders.set(planName(name), folder);
    }
  }

  #hold(event: ImportEvent, where: T): void {
    this.#held.push({ event, where });
    this.#heldText += textLength(event);
    if (this.#held.length > maxHeld || this.#heldText > maxHeldText) {
      for (const held of this.#takeHeld()) {
        this.#leaveUndecided(held.event);
      }
    }
  }

  #takeHeld(): { event: ImportEvent; where: T }[] {
    const held = this.#held;
    this.#held = [];
    this.#heldText = 0;
    return held;
  }

  /** The name whose folder would decide; once it is known, the file is read anew. */
  #leaveUndecided(event: ImportEvent): void {
    const name =
      'session' in event && event.session !== undefined
        ? event.session
        : event.type === 'plan'
          ? planName(event.name)
          : undefined;
    if (name !== undefined && this.#undecided.size < maxNames) {
      this.#undecided.add(name);
    }
  }
}

function ownFolder(
  event: ImportEvent,
  folders: ReadonlyMap<string, string>,
  threadFolders: ReadonlyMap<string, string>,
): string | undefined {
  if (!('session' in event) || event.session === undefined) {
    return undefined;
  }
  const [first, second] =
    'thread' in event && event.thread !== undefined ? [threadFolders, folders] : [folders, threadFolders];
  return first.get(event.session) ?? second.get(event.session);
}

function isContent(event: ImportEvent): event is Extract<ImportEvent, { type: 'message' | 'usage' }> {
  return event.type === 'message' || event.type === 'usage';
}

function textLength(event: ImportEvent): number {
  switch (event.type) {
    case 'message':
    case 'plan':
    case 'prompt':
      return event.text.length;
    case 'tool_result':
      return event.output?.length ?? 0;
    case 'file_change':
      return event.patch?.length ?? 0;
    default:
      return 0;
  }
}
