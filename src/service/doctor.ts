import { existsSync, statSync } from 'node:fs';
import type { DoctorReport } from '../common/importReport.js';
import type { Settings } from '../common/settings.js';
import type { Importer, Places } from '../importers/importer.js';
import type { RootStatus } from '../ingest/lookout.js';
import { foldersOf } from '../ingest/roots.js';
import { snapshot } from '../pricing/snapshot.js';
import type { OpenedDatabase } from '../store/open.js';
import { readInventory } from '../store/read/inventory.js';
import { textState } from '../store/read/textState.js';

export interface DoctorFacts {
  version: string;
  storage: string;
  places: Places;
  opened: OpenedDatabase;
  settings: Settings;
  importers: readonly Importer[];
  /** What ingest found at its last look; empty before the first. */
  roots: readonly RootStatus[];
  /** Folders and files that it could not look at, and why. */
  unseen: ReadonlyMap<string, string>;
  owner: DoctorReport['owner'];
  /** Other trouble, in sentences: a wrong expression in the settings, say. */
  trouble: readonly string[];
  now: number;
}

const mostProblems = 100;

/** The state of the store and its sources. With `check` the whole database is checked, which takes seconds a gigabyte. */
export function doctorReport(facts: DoctorFacts, check: boolean): DoctorReport {
  const { opened, settings } = facts;
  const integrity = check ? opened.check() : null;
  const inventory = readInventory(opened.db, mostProblems);
  return {
    version: facts.version,
    node: process.version,
    sqlite: opened.sqlite,
    platform: `${process.platform} ${process.arch}`,
    storage: facts.storage,
    database: {
      path: opened.path,
      bytes: sizeOf(opened.path),
      walBytes: sizeOf(`${opened.path}-wal`),
      schema: opened.schema,
      integrity: integrity === null ? 'not checked' : integrity.length === 0 ? 'ok' : integrity.join('; '),
      fullText: textState(opened.db),
    },
    owner: facts.owner,
    prices: {
      source: snapshot.source,
      version: snapshot.version,
      date: snapshot.date,
      models: snapshot.providers.reduce((sum, provider) => sum + provider.models.length, 0),
    },
    settings: {
      disabledAgents: settings.disabledAgents,
      excludedProjects: settings.excludedProjects,
      keep: settings.keep,
      paused: settings.paused,
    },
    agents: facts.importers.map((importer) => ({
      id: importer.id,
      label: importer.label,
      roots: rootsOf(importer, facts),
      ...(inventory.agents.get(importer.id) ?? { files: 0, bytes: 0, sessions: 0 }),
    })),
    counts: inventory.counts,
    unknownLines: inventory.unknownLines,
    setAside: opened.setAside,
    problems: [
      ...facts.trouble.map((message) => ({ file: opened.path, line: null, message, at: facts.now })),
      ...[...facts.unseen].map(([file, message]) => ({ file, line: null, message, at: facts.now })),
      ...inventory.problems,
    ],
  };
}

function rootsOf(importer: Importer, { places, settings, roots }: DoctorFacts) {
  return foldersOf(importer, places, settings).map(({ path, problem }) => ({
    path,
    exists: problem === null && existsSync(path),
    problem:
      problem ?? roots.find((root) => root.agent === importer.id && root.path === path)?.problem ?? null,
  }));
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
