import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathRules } from '../common/paths.js';
import type { StoreApi } from '../common/storeApi.js';
import { defaultSettings, type Settings } from '../common/settings.js';
import { importers as agents } from '../importers/index.js';
import { interchange } from '../importers/interchange/index.js';
import type { Places } from '../importers/importer.js';
import { startIngest, type Ingest } from '../ingest/ingest.js';
import type { Log } from '../ingest/log.js';
import { createAttributor } from '../store/attributor.js';
import { deleteAllRows } from '../store/deleteAll.js';
import type { FileLayer } from '../store/fileLayer.js';
import { createCopies } from '../store/query/copies.js';
import { openDatabase, type OpenedDatabase } from '../store/open.js';
import { createReader } from '../store/read/reader.js';
import { readSettings, writeSettings } from '../store/settings.js';
import { loadSqlJs } from '../store/sqljsFile.js';
import { postponeIndexing } from '../store/textIndex.js';
import { createMarkStore } from '../store/marks.js';
import { createTicketStore } from '../store/tickets.js';
import { createUpkeep } from '../store/upkeep.js';
import { rateLimitWriter } from '../store/write/rateLimits.js';
import { createWriter } from '../store/write/writeBatch.js';
import { createTickets } from '../tickets/tickets.js';
import { collectChanges } from './changes.js';
import { doctorReport } from './doctor.js';
import { createForgetting, forgetAgain } from './forgetting.js';
import { createBackups } from './backups.js';
import { guarded } from './guarded.js';
import type { OwnerFacts } from './join.js';
import { createInsights } from './insights.js';
import { markCalls } from './markCalls.js';
import { readCalls } from './readCalls.js';
import { createRetention } from './retention.js';
import { shownDifferently, storedSettings } from './settings.js';
import { previewRule } from './previewRule.js';
import { validSettings } from './validate.js';

/** Agents, and the forms in which people hand sessions to each other. */
const importers = [...agents, ...interchange];
/** So long, in milliseconds, who asks for an import waits for the settings of an extension that starts at the same time. */
const longestUntold = 3000;

/** The owner's side of the protocol. */
export interface Service {
  api: StoreApi;
  /** Ends the import after the current transaction and closes the database. Calls that still run are to be repeated. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  storage: string;
  wasmPath: string;
  /** The bundle that also holds the parse thread. */
  parseWorker: string;
  places: Places;
  /** Read what changes by itself, or only when asked. */
  watch: boolean;
  version: string;
  /** Names this process at the database's lock. */
  owner: string;
  log: Log;
  /** false: nothing is put into the full-text index. To measure what it costs. */
  fullText?: boolean;
  /** For tests. */
  fileLayer?: FileLayer;
}

/** Opens the store and puts everything of the owner together. Throws when the database cannot be opened. */
export async function openService(options: ServiceOptions, facts: OwnerFacts): Promise<Service> {
  const { storage, places, log } = options;
  let ending = false;
  const opened = await openDatabase({
    folder: storage,
    wasmPath: options.wasmPath,
    owner: options.owner,
    onDamage: () => (ending = facts.onDamage()),
    ...(options.fileLayer ? { fileLayer: options.fileLayer } : {}),
  });
  try {
    return compose(options, facts, opened, () => ending);
  } catch (error) {
    opened.close();
    throw error;
  } finally {
    if (opened.damage) {
      facts.tell(opened.damage.message);
    }
    if (opened.replaced !== null) {
      facts.tell(`The backup is restored. The logbook of before is kept as ${opened.replaced}.`);
    }
    log.info(`Store in ${storage}, schema ${opened.schema}; agents' files below ${places.home}`);
  }
}

/** `ending`: the database is damaged and about to be closed. */
function compose(
  options: ServiceOptions,
  facts: OwnerFacts,
  opened: OpenedDatabase,
  ending: () => boolean,
): Service {
  const { places, log } = options;
  const { db } = opened;
  const importedFolder = join(options.storage, 'imported');
  const since = Date.now();
  const stored = readSettings(db);
  let settings = storedSettings(stored, options.watch);
  let closing = false;
  let told: string | null = null;
  const failed = (what: string) => (error: unknown) => {
    if (!closing) {
      log.error(`${what}: ${String(error)}`);
    }
  };
  let tellSettings = () => {};
  const settingsTold = new Promise<void>((resolve) => (tellSettings = resolve));
  if (!settings.paused || validSettings(stored, defaultSettings) !== null) {
    tellSettings();
  }
  let ingest: Ingest;

  const copies = createCopies(db, opened.path, options.storage);
  const attributor = createAttributor(db, () => settings);
  forgetAgain({ db, attribute: attributor, importedFolder });
  const writer = createWriter(db, { attribute: attributor });
  const labels = Object.fromEntries(importers.map(({ id, label }) => [id, label]));
  const reader = createReader(db, {
    settings: () => settings,
    now: Date.now,
    labels,
  });
  const marks = createMarkStore(db);
  const noteLimit = rateLimitWriter(db);
  const insights = createInsights({
    ...{ db, labels, reader, marks, background: options.watch },
    changes: collectChanges(facts.emit, undefined, (sessions) => reader.changed(sessions)),
    idle: () => ingest.progress().phase === 'idle',
    onError: failed('Conclusions could not be drawn'),
  });
  const { changes } = insights;
  insights.configure(settings);
  const tickets = createTickets({
    store: createTicketStore(db),
    reader,
    attributor,
    rules: pathRules(places.platform),
    now: Date.now,
    onChanged({ responses }) {
      changes.tickets();
      if (responses) {
        changes.sessions('all');
      }
    },
  });

  // Before anything is written.
  const withText = options.fullText !== false || !postponeIndexing(db);
  const upkeep = createUpkeep(db, { fullText: withText });
  const keepUp = () =>
    (options.watch ? upkeep.settle() : upkeep.run()).catch(
      failed('The full-text index could not be completed, or free room not given back'),
    );

  function startReading(): Ingest {
    return startIngest({
      writer,
      importers,
      places,
      settings,
      watch: options.watch,
      parseWorker: options.parseWorker,
      wasmPath: options.wasmPath,
      importedFolder,
      log,
      onCommitted: (sessions) => changes.sessions(sessions),
      onProgress: (progress) => {
        changes.progress(progress);
        if (progress.phase === 'idle') {
          void keepUp();
        }
      },
    });
  }

  /** Once for each expression: the check of the installation tells it, too. */
  function tellProblem(): void {
    const problem = attributor.problem();
    if (problem !== null && problem !== told) {
      facts.tell(`The pattern for tickets does not work; the built-in rule holds. ${problem}`);
    }
    told = problem;
  }

  async function configure(next: Settings): Promise<void> {
    const before = settings;
    const rule = next.ticketPattern !== before.ticketPattern;
    db.transaction(() => {
      writeSettings(db, next);
      if (rule) {
        attributor.mark();
      }
    });
    settings = next;
    ingest.configure(next);
    tellSettings();
    changes.settings();
    retention.changed();
    insights.configure(next);
    if (rule) {
      attributor.reload();
      await attributor.reattribute();
      tellProblem();
      changes.tickets();
    }
    if (rule || shownDifferently(before, next)) {
      changes.sessions('all');
    }
  }

  async function deleteAll(): Promise<void> {
    // Paused first: nothing that was deleted is read again until the user says so.
    await configure({ ...settings, paused: true });
    await ingest.close();
    try {
      copies.drop();
      deleteAllRows(db, opened.setAside.splice(0));
      rmSync(importedFolder, { recursive: true, force: true });
    } finally {
      // Also when it failed (a full disk): the rest of this process goes on with what is there.
      forgetMemory();
      void keepUp();
      ingest = startReading();
      changes.progress(ingest.progress());
    }
  }

  /** After rows were deleted by other hands than the writer's. */
  function forgetMemory(): void {
    copies.drop();
    writer.reset();
    reader.clear();
    insights.clear();
    attributor.reload();
    changes.sessions('all');
    changes.tickets();
  }

  async function readAgain(): Promise<void> {
    await ingest.close();
    ingest = startReading();
    changes.progress(ingest.progress());
  }

  const forgetting = createForgetting({
    ...{ db, attribute: attributor, importedFolder, setAside: opened.setAside },
    ...{ reset: forgetMemory, purge: () => upkeep.run(), readAgain },
  });

  const api: StoreApi = {
    ...readCalls(reader, importers),
    ...tickets,
    ...createBackups({
      ...{ db, copies, storage: options.storage, wasmPath: options.wasmPath },
      reopen: facts.reopen,
    }),
    ...forgetting,
    previewTicketRule: (pattern) => previewRule(attributor, reader, pattern),
    ...markCalls(marks, changes),
    ...insights.api,
    progress: async () => ingest.progress(),
    doctor: async (check) =>
      doctorReport(
        {
          ...options,
          opened,
          settings,
          importers: agents,
          roots: ingest.roots(),
          unseen: ingest.unseen(),
          owner: { pid: process.pid, since, protocol: facts.lock.protocol, clients: facts.clients() },
          trouble: [attributor.problem(), ingest.progress().message, ...insights.problems()].filter(
            (text) => text !== null,
          ),
          now: Date.now(),
        },
        check,
      ),
    configure,
    settings: async () => settings,
    async rescan() {
      await Promise.race([settingsTold, sleep(longestUntold, undefined, { ref: false })]);
      const result = await ingest.rescan();
      // Who waits for what is new wants figures and texts that are whole, also where the last owner was killed in between.
      await Promise.all([upkeep.run(), resumed]);
      return result;
    },
    async importFiles(files) {
      // What knows the forms of all agents' files is set up when somebody gives one.
      const { importGiven } = await import('./importGiven.js');
      return importGiven(files, {
        ...{ folder: importedFolder, importers, reader, rescan: api.rescan },
        loadDatabases: () => loadSqlJs(options.wasmPath),
        look: () => ingest.lookForImported(),
      });
    },
    async noteRateLimits(limits) {
      db.transaction(() => {
        limits.filter(({ agent }) => agents.some(({ id }) => id === agent)).forEach(noteLimit);
      });
    },
    copyStore: () => copies.make(),
    cancelImport: async () => ingest.cancel(),
    deleteAll,
  };

  void keepUp();
  ingest = startReading();
  const retention = createRetention({ settings: () => settings, watch: options.watch, log, ...forgetting });
  const resumed = attributor.resume().then((changed) => {
    if (changed > 0) {
      changes.tickets();
      changes.sessions('all');
    }
  }, failed('Tickets of stored responses could not be brought up to date'));

  return {
    api: guarded(api, () => closing || ending()),
    async close() {
      closing = true;
      retention.dispose();
      upkeep.close();
      insights.close();
      changes.dispose();
      try {
        await ingest.close();
      } finally {
        opened.close();
      }
    },
  };
}
