import type { SqlWanted } from '../../common/sqlPanel.js';
import type { Command } from './command.js';

/** Opens the SQL console; a program may give a query, which is shown, and asked at once where it says so. */
export const openSql: Command = {
  id: 'agentLogbook.openSql',
  run({ sql }, arg) {
    const wanted = (typeof arg === 'string' ? { sql: arg } : arg) as Partial<SqlWanted> | null | undefined;
    sql.open(typeof wanted?.sql === 'string' ? { sql: wanted.sql, run: wanted.run === true } : undefined);
  },
};
