import type { Command } from './command.js';

/** Opens the SQL console; a program may give a query, which is shown and not asked. */
export const openSql: Command = {
  id: 'agentLogbook.openSql',
  run({ sql }, arg) {
    const query = typeof arg === 'string' ? arg : (arg as { sql?: unknown } | null | undefined)?.sql;
    sql.open(typeof query === 'string' ? { sql: query, run: false } : undefined);
  },
};
