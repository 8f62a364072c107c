import { codex } from '../codex.js';
import { copilot } from '../copilot.js';
import { cursor } from '../cursor.js';
import { goose } from '../goose.js';
import type { Importer } from '../importer.js';
import { opencode } from '../opencode.js';
import { vscodeCopilot } from '../vscodeCopilot.js';

interface Database {
  importer: Importer;
  form: string;
  /** Where it lies below a root. */
  as: string;
  /** Tables that it has in every version that is read. */
  tables: readonly string[];
  /** What its path has to have, where another agent's has the same tables. */
  path?: RegExp;
}

/** Databases of agents by their tables; of several that fit, the one with the most. */
export const databases: readonly Database[] = [
  {
    importer: opencode,
    form: 'OpenCode databases',
    as: 'opencode.db',
    tables: ['session', 'message', 'part'],
  },
  {
    importer: cursor,
    form: "Cursor's conversations",
    as: 'globalStorage/state.vscdb',
    tables: ['cursorDiskKV'],
  },
  {
    importer: cursor,
    form: "Cursor's lists of a workspace",
    as: 'workspaceStorage/imported/state.vscdb',
    tables: ['ItemTable'],
    path: /cursor.*workspaceStorage/i,
  },
  {
    importer: cursor,
    form: "stores of Cursor's command line",
    as: 'chats/imported/imported/store.db',
    tables: ['meta', 'blobs'],
  },
  { importer: goose, form: 'Goose databases', as: 'sessions.db', tables: ['sessions', 'messages'] },
  { importer: codex, form: "Codex's names of threads (SQLite)", as: 'state_5.sqlite', tables: ['threads'] },
  {
    importer: vscodeCopilot,
    form: 'telemetry of VS Code Copilot Chat',
    as: 'globalStorage/github.copilot-chat/traces.db',
    tables: ['spans', 'span_attributes'],
  },
  {
    importer: vscodeCopilot,
    form: "VS Code Copilot Chat's list of sessions",
    as: 'globalStorage/github.copilot-chat/session-store.db',
    tables: ['sessions'],
    path: /copilot-chat/i,
  },
  { importer: copilot, form: "GitHub Copilot CLI's store", as: 'session-store.db', tables: ['sessions'] },
  {
    importer: copilot,
    form: "GitHub Copilot CLI's to-do lists",
    as: 'session-state/imported/session.db',
    tables: ['todos'],
  },
];

/** The database with these tables; undefined: none is known. One whose path says which it is comes before others. */
export function databaseOf(tables: readonly string[], path: string): Database | undefined {
  return databases
    .filter((database) => database.tables.every((table) => tables.includes(table)))
    .filter((database) => database.path?.test(path) !== false)
    .toSorted(
      (a, b) =>
        Number(b.path !== undefined) - Number(a.path !== undefined) || b.tables.length - a.tables.length,
    )[0];
}
