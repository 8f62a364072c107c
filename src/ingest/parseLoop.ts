import type { Importer, Places } from '../importers/importer.js';
import type { Keep } from '../common/settings.js';
import { defaultSettings } from '../common/settings.js';
import type { Place } from '../store/batch.js';
import type { OpenSqlJsFile } from '../store/sqljsFile.js';
import type { FileSource } from './fileSource.js';
import { Lane } from './lane.js';
import type { FromParser, LaneName, ReadJob, ToParser } from './messages.js';
import { excludedFolders } from './excludedFolders.js';
import type { Exclusions } from './projectGate.js';
import { SessionFolders } from './sessionFolders.js';
import { readSource } from './sourceReader.js';

export interface ParseLoopOptions {
  importers: readonly Importer[];
  files: FileSource;
  home: string;
  platform: Places['platform'];
  credits: Readonly<Record<LaneName, number>>;
  resolvePlace(folder: string): { repository: string | null; worktree: string | null };
  /** Follows links; what cannot be followed stays as it is. */
  realPath(path: string): string;
  /** Starts what reads databases. */
  loadDatabases(): Promise<OpenSqlJsFile>;
  post(message: FromParser): void;
  /** Told the job before each step of it. */
  mark(job: number): void;
  now(): number;
}

interface LaneState {
  lane: Lane;
  queue: ReadJob[];
  reading: Generator<void, void, void> | null;
  job: number;
  credits: number;
}

/**
 * Reads the files it is told to, live ones before history, one chunk at a time. It stops when as many batches are under
 * way as it has credits for, so that a fast disk cannot fill the memory before a slow one.
 */
export function createParseLoop(options: ParseLoopOptions): { receive(message: ToParser): void } {
  const importers = new Map(options.importers.map((importer) => [importer.id, importer]));
  const places = new Set<string>();
  let epoch = 0;
  let keep: Keep = defaultSettings.keep;
  let excluded: ((folder: string) => string | null) | null = null;
  let folders = new SessionFolders();
  let scheduled = false;
  let lanes = newLanes();

  function newLanes(): Record<LaneName, LaneState> {
    const make = (name: LaneName): LaneState => {
      const state: LaneState = {
        lane: new Lane(
          name,
          epoch,
          (message) => {
            if (message.type === 'batch') {
              state.credits--;
            }
            options.post(message);
          },
          // With its last credit it would wait anyway.
          () => name === 'history' && state.credits <= 1,
        ),
        queue: [],
        reading: null,
        job: 0,
        credits: options.credits[name],
      };
      return state;
    };
    return { live: make('live'), history: make('history') };
  }

  function schedule(): void {
    if (!scheduled) {
      scheduled = true;
      // Between two steps the thread hears of jobs that are more urgent.
      setImmediate(() => {
        scheduled = false;
        const state = [lanes.live, lanes.history].find(
          ({ credits, reading, queue }) => credits > 0 && (reading !== null || queue.length > 0),
        );
        if (state !== undefined) {
          step(state);
          schedule();
        }
      });
    }
  }

  function step(state: LaneState): void {
    if (state.reading === null) {
      const job = state.queue.shift();
      if (job === undefined) {
        return;
      }
      state.reading = read(job, state);
      state.job = job.id;
    }
    options.mark(state.job);
    if (state.reading.next().done) {
      state.reading = null;
      if (state.lane.full || state.queue.length === 0 || state === lanes.live) {
        state.lane.flush();
      }
    }
  }

  function* read(job: ReadJob, { lane }: LaneState): Generator<void, void, void> {
    const importer = importers.get(job.agent);
    if (importer !== undefined) {
      yield* readSource(job, lane, options.files, {
        importer,
        keep,
        exclusions: exclusionsOf(job.agent),
        newPlace,
        loadDatabases: options.loadDatabases,
        now: options.now,
      });
    }
  }

  function exclusionsOf(agent: string): Exclusions | null {
    return (
      excluded && {
        excluded,
        folderOf: (name) => folders.folderOf(agent, name),
        sessionFolder: (name) => folders.sessionFolder(agent, name),
        learn: (name, folder, ofThread) => folders.learn([agent, name, folder, ofThread]),
      }
    );
  }

  function newPlace(folder: string): Place | null {
    if (places.has(folder)) {
      return null;
    }
    places.add(folder);
    return { cwd: folder, ...options.resolvePlace(folder) };
  }

  return {
    receive(message) {
      switch (message.type) {
        case 'configure':
          keep = message.keep;
          excluded =
            message.excludedProjects.length > 0
              ? excludedPlaces(excludedFolders(message.excludedProjects, options, options.realPath), options)
              : null;
          folders = new SessionFolders(message.folders);
          return;
        case 'reset':
          for (const { reading } of Object.values(lanes)) {
            reading?.return();
          }
          epoch = message.epoch;
          // Places that were posted may never be committed.
          places.clear();
          lanes = newLanes();
          return;
        case 'read':
          if (message.epoch === epoch) {
            lanes[message.lane].queue.push(message.job);
          }
          break;
        case 'committed':
          if (message.epoch === epoch) {
            lanes[message.lane].credits++;
          }
          break;
      }
      schedule();
    },
  };
}

/**
 * By which folder a working folder is excluded: itself, where its links lead, its worktree, or the repository of which that
 * is a linked worktree; null: by none.
 */
function excludedPlaces(
  excludes: (folder: string) => boolean,
  { resolvePlace, realPath }: Pick<ParseLoopOptions, 'resolvePlace' | 'realPath'>,
): (folder: string) => string | null {
  const known = new Map<string, string | null>();
  return (folder) => {
    let found = known.get(folder);
    if (found === undefined) {
      const { repository, worktree } = resolvePlace(folder);
      const places = [folder, realPath(folder), worktree, repository];
      found = places.find((place) => place !== null && excludes(place)) ?? null;
      known.set(folder, found);
    }
    return found;
  };
}
