import type { Database as SqlJsDatabase } from 'sql.js';
import { publicFunctions, publicViews } from '../../common/publicViews.js';
import { longestSql, type SqlFault } from '../../common/sqlConsole.js';
import { sqlTokens, unquoted, type SqlToken } from '../../common/sqlTokens.js';
import { placeOf } from './errorPlace.js';

/** Says what is wrong with a question before it is put to a copy of the logbook; null: it reads the public views and nothing else. */
export type Guard = (sql: string) => SqlFault | null;

/**
 * A question is first compiled in an empty database in memory, which has views of the public names and columns and no table:
 * what names anything else does not compile there, whatever its quotes, subqueries and aliases, because SQLite itself looks
 * the names up. What compiles is then read as SQLite's own program: it may begin no write and open no table.
 */
export function createGuard(empty: SqlJsDatabase): Guard {
  for (const { name, columns } of publicViews) {
    const names = columns.map(([column]) => column);
    // Of no constant value, or SQLite would leave out what it makes superfluous.
    empty.run(
      `create view ${name} (${names.join(', ')}) as select ${names.map(() => 'random()').join(', ')}`,
    );
  }
  for (const { call } of publicFunctions) {
    const [name = '', list = ''] = call.split(/[()]/);
    empty.create_function(name, nothing(list.split(',').length));
  }
  return (sql) => {
    const tokens = sqlTokens(sql).filter(({ kind }) => kind !== 'comment');
    return refusedText(sql, tokens) ?? refusedProgram(empty, sql, tokens);
  };
}

/** sql.js tells the number of arguments by the function's length. */
function nothing(count: number): (...values: unknown[]) => null {
  return Object.defineProperty(() => null, 'length', { value: count });
}

function refusedText(sql: string, tokens: readonly SqlToken[]): SqlFault | null {
  const [first] = tokens;
  if (first === undefined) {
    return fault('There is no question.');
  }
  if (sql.length > longestSql) {
    return fault(`A question has ${longestSql} letters at most.`);
  }
  const open = sqlTokens(sql).find((token) => !token.closed);
  if (open !== undefined) {
    return fault(`This begins with ${open.text[0] ?? ''} and has no end.`, {
      from: open.from,
      to: open.from + 1,
    });
  }
  if (sql.includes('\0')) {
    return fault('A question cannot hold a null character.');
  }
  if (!['select', 'with', 'values'].includes(first.text.toLowerCase())) {
    return fault(
      'Only questions are answered: SELECT, WITH … SELECT or VALUES. Nothing in the logbook can be changed from here.',
      first,
    );
  }
  const end = tokens.findIndex(({ text }) => text === ';');
  const second = end < 0 ? undefined : tokens[end + 1];
  if (second !== undefined) {
    return fault('One statement at a time.', second);
  }
  const schema = tokens.find(
    (token) =>
      token.kind !== 'string' && /^(sqlite_(temp_)?(schema|master)|pragma_\w+)$/i.test(unquoted(token)),
  );
  return schema === undefined ? null : fault(`${unquoted(schema)} is not public. ${knownViews}`, schema);
}

const knownViews = `What can be asked: ${publicViews.map(({ name }) => name).join(', ')}.`;

function refusedProgram(empty: SqlJsDatabase, sql: string, tokens: readonly SqlToken[]): SqlFault | null {
  let program: readonly (readonly unknown[])[];
  try {
    program = empty.exec(`explain ${sql}`)[0]?.values ?? [];
  } catch (error) {
    return compileFault(empty, sql, tokens, error);
  }
  for (const [, operation, p1, p2] of program) {
    switch (operation) {
      case 'Transaction':
        if (p2 !== 0 || p1 !== 0) {
          return fault('Nothing in the logbook can be changed from here.');
        }
        break;
      // The empty database has no table but its own schema.
      case 'OpenRead':
      case 'OpenWrite':
      case 'ReopenIdx':
        return fault(`Tables are not public. ${knownViews}`);
      case 'VOpen': {
        const made = tokens.find((token) => /^(pragma_|fts)/i.test(unquoted(token)));
        if (made !== undefined) {
          return fault(`${unquoted(made)} is not public. ${knownViews}`, made);
        }
        break;
      }
      case 'Vacuum':
      case 'VUpdate':
      case 'VCreate':
      case 'ParseSchema':
      case 'JournalMode':
      case 'Checkpoint':
      case 'SqlExec':
      case 'AutoCommit':
      case 'Savepoint':
        return fault('Nothing in the logbook can be changed from here.');
    }
  }
  return null;
}

function compileFault(
  empty: SqlJsDatabase,
  sql: string,
  tokens: readonly SqlToken[],
  error: unknown,
): SqlFault {
  const message = error instanceof Error ? error.message : String(error);
  const told = message.startsWith('no such table: ') ? `${message}. ${knownViews}` : message;
  const compiles = (text: string) => {
    try {
      empty.exec(`explain ${text}`);
      return null;
    } catch (met) {
      return met instanceof Error ? met.message : String(met);
    }
  };
  const place = placeOf(sql, tokens, message, compiles);
  return fault(told, place ?? undefined);
}

function fault(message: string, place?: { from: number; to: number }): SqlFault {
  return { kind: 'fault', message, ...(place ? { from: place.from, to: place.to } : {}) };
}
