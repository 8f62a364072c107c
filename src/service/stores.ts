import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The system's places for one user's files. `platform` and `env` are given, so that every system's rule can be tested. */
export interface UserPlaces {
  home: string;
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
}

interface Entry {
  storage: string;
  /** When it was registered last, in milliseconds. */
  at: number;
}

const mostEntries = 20;

/** Notes that an extension keeps its store in this folder, so that a command line outside of VS Code finds it. */
export async function registerStore(storage: string, places: UserPlaces, now: number): Promise<void> {
  const file = storesFile(places);
  const entries = [
    { storage, at: now },
    ...(await readEntries(file)).filter((entry) => entry.storage !== storage),
  ];
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // By rename, as another window may read or write it at this moment.
  const temporary = `${file}.${process.pid}`;
  const text = `${JSON.stringify(entries.slice(0, mostEntries), null, 2)}\n`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, file);
}

/** The store that was registered last and is still there; null when there is none. */
export async function newestStore(places: UserPlaces): Promise<string | null> {
  const entries = (await readEntries(storesFile(places))).sort((a, b) => b.at - a.at);
  return entries.find((entry) => existsSync(entry.storage))?.storage ?? null;
}

/** Where the command line keeps a store when no extension does. */
export function dataFolder({ home, env, platform }: UserPlaces): string {
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'agent-logbook', 'store');
  }
  if (platform === 'darwin') {
    return join(home, 'Library', 'Application Support', 'agent-logbook', 'store');
  }
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'agent-logbook');
}

/** The list of stores, in the user's state folder. */
export function storesFile({ home, env, platform }: UserPlaces): string {
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'agent-logbook', 'stores.json');
  }
  if (platform === 'darwin') {
    return join(home, 'Library', 'Application Support', 'agent-logbook', 'stores.json');
  }
  return join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'agent-logbook', 'stores.json');
}

async function readEntries(file: string): Promise<Entry[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // Absent, or damaged: the next activation writes it anew, and until then there is the data folder.
    return [];
  }
  return Array.isArray(value) ? value.filter(isEntry) : [];
}

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null;
  return typeof entry === 'object' && typeof entry?.storage === 'string' && typeof entry.at === 'number';
}
