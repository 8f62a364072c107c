import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportEvent } from '../common/model.js';
import { defaultSettings } from '../common/settings.js';
import type { Importer, Places } from '../importers/importer.js';
import { describeFileError, type FileSource, isMissing } from '../ingest/fileSource.js';
import { rootsOf } from '../ingest/roots.js';
import { type FoundFile, scan } from '../ingest/scan.js';
import { LineBuffer } from './lines.js';
import { readFile } from './readFile.js';
import type { CountedSession, CountedSessions } from './sessions.js';
import type { Tally } from './tally.js';
import { isIn, mayBeIn, type Window } from './window.js';

interface FilesOptions {
  importers: readonly Importer[];
  places: Places;
  wasmPath: string;
  source: FileSource;
  /** null: all times count. */
  window: Window | null;
  sessions: CountedSessions;
  tally: Tally;
}

/** A file that was read, and what is known of it. */
interface ReadFile {
  found: FoundFile;
  importer: Importer;
  sessions: Set<CountedSession>;
  /** A line of it has a time in the window, or may have. */
  inWindow: boolean;
}

/** How long signals may wait, in milliseconds. */
const longestTurn = 50;

/** The agents' files: read once for what counts, and again, whole, where that leaves something in doubt. */
export class CountedFiles {
  readonly problems: { file: string; message: string }[] = [];
  readonly #files: ReadFile[] = [];
  readonly #lines = new LineBuffer();
  /** Sessions of which every line was parsed. */
  readonly #whole = new Set<CountedSession>();
  #turnSince = performance.now();

  constructor(private readonly options: FilesOptions) {}

  async read(): Promise<void> {
    const { importers, places, source, sessions, tally } = this.options;
    const found = await scan(rootsOf(importers, places, defaultSettings), source);
    this.problems.push(...found.problems);
    const byId = new Map(importers.map((importer) => [importer.id, importer]));
    for (const each of found.files) {
      const importer = byId.get(each.agent);
      if (importer === undefined || importer.counts?.(each.path) === false) {
        continue;
      }
      const file: ReadFile = { found: each, importer, sessions: new Set(), inWindow: false };
      this.#files.push(file);
      await this.#readOne(file, false, (event, session) => {
        sessions.note(event, session);
        if (event.type === 'usage') {
          tally.add(event, session);
        }
      });
    }
  }

  /** Sessions of files that may have a time in the window. */
  *inWindow(): Iterable<CountedSession> {
    for (const { inWindow, sessions } of this.#files) {
      if (inWindow) {
        yield* sessions;
      }
    }
  }

  /** Learns all facts about these sessions. */
  async readAgain(wanted: ReadonlySet<CountedSession>): Promise<void> {
    const open = new Set([...wanted].filter((session) => !this.#whole.has(session)));
    if (open.size === 0) {
      return;
    }
    const { sessions } = this.options;
    for (const file of this.#files) {
      if ([...file.sessions].some((session) => open.has(session))) {
        await this.#readOne(file, true, (event, session) => sessions.note(event, session));
      }
    }
    open.forEach((session) => this.#whole.add(session));
  }

  async #readOne(
    file: ReadFile,
    whole: boolean,
    take: (event: ImportEvent, session: CountedSession) => void,
  ): Promise<void> {
    const { source, sessions, window, wasmPath } = this.options;
    try {
      await readFile(file.found, {
        importer: file.importer,
        files: source,
        lines: this.#lines,
        wasmPath,
        whole,
        take: (event) => {
          if (!('session' in event) || event.session === undefined || event.type === 'prompt') {
            return false;
          }
          const session = sessions.of(event.agent ?? file.importer.id, event.session);
          file.sessions.add(session);
          file.inWindow ||=
            window !== null && 'at' in event && typeof event.at === 'number' && isIn(window, event.at);
          take(event, session);
          return session.told;
        },
        passed: (line) => {
          file.inWindow ||= window !== null && mayBeIn(window, line);
        },
      });
    } catch (error) {
      if (!isMissing(error)) {
        this.problems.push({ file: file.found.file, message: describeFileError(error) });
      }
    }
    if (performance.now() - this.#turnSince > longestTurn) {
      await nextTurn();
      this.#turnSince = performance.now();
    }
  }
}
