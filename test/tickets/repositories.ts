import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathRules } from '../../src/common/paths.js';
import type { Settings } from '../../src/common/settings.js';
import { createAttributor, type Attributor } from '../../src/store/attributor.js';
import type { Database } from '../../src/store/database.js';
import { openDatabase } from '../../src/store/open.js';
import { createReader, type Reader } from '../../src/store/read/reader.js';
import { createTicketStore } from '../../src/store/tickets.js';
import { createTickets, type Tickets } from '../../src/tickets/tickets.js';
import { gitAt } from './rows.js';

const wasmPath = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');

/** Folders below one root: a repository, a second worktree of it, another repository, and a folder in none. */
export interface Repositories {
  root: string;
  repo: string;
  linked: string;
  other: string;
  plain: string;
  dispose(): void;
}

/** Makes them with one commit each, made at a time (ms) by an author of their own whatever this machine's settings are. */
export function makeRepositories(firstCommitAt: number): Repositories {
  const root = realpathSync.native(mkdtempSync(join(tmpdir(), 'logbook-tickets-')));
  const saved = { ...process.env };
  process.env['GIT_CONFIG_GLOBAL'] = join(root, 'none');
  process.env['GIT_CONFIG_NOSYSTEM'] = '1';
  const at = (name: string) => join(root, name);
  for (const path of [at('repo'), at('other')]) {
    gitAt(firstCommitAt, root, ['init', '-q', '-b', 'main', path]);
    gitAt(firstCommitAt, path, ['config', 'user.email', 'me@example.com']);
    gitAt(firstCommitAt, path, ['config', 'user.name', 'Me']);
    gitAt(firstCommitAt, path, ['commit', '-q', '--allow-empty', '-m', 'first']);
  }
  gitAt(firstCommitAt, at('repo'), ['worktree', 'add', '-q', '-b', 'wt', at('linked')]);
  mkdirSync(at('repo/src'));
  mkdirSync(at('plain/sub'), { recursive: true });
  return {
    root,
    repo: at('repo'),
    linked: at('linked'),
    other: at('other'),
    plain: at('plain'),
    dispose() {
      process.env = saved;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export interface OpenTickets {
  db: Database;
  attributor: Attributor;
  reader: Reader;
  tickets: Tickets;
  close(): void;
}

/** What an owner does with a storage folder, after an orderly end or a crash. */
export async function openTickets(
  folder: string,
  options: {
    settings: () => Settings;
    now: () => number;
    onChanged?: (change: { responses: boolean }) => void;
  },
): Promise<OpenTickets> {
  const { settings, now, onChanged = () => undefined } = options;
  const { db, close } = await openDatabase({ folder, wasmPath });
  const attributor = createAttributor(db, settings);
  await attributor.resume();
  const reader = createReader(db, { settings, now });
  const tickets = createTickets({
    store: createTicketStore(db),
    reader,
    attributor,
    rules: pathRules('linux'),
    now,
    onChanged,
  });
  return { db, attributor, reader, tickets, close };
}
