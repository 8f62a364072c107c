import type * as vscode from 'vscode';
import type { KeptQuery, QueryLists } from '../common/sqlPanel.js';

/** The queries that a person keeps, and those that were asked lately. */
export interface QueryMemory {
  lists(): QueryLists;
  keep(query: KeptQuery): QueryLists;
  forget(name: string): QueryLists;
  used(sql: string): QueryLists;
  clearRecent(): QueryLists;
}

const mostKept = 200;
const mostRecent = 50;

/** Kept in the memento of all windows. Another window may write it, so it is read each time. */
export function createQueryMemory(memento: vscode.Memento): QueryMemory {
  const read = <T>(key: string, is: (value: unknown) => value is T): T[] => {
    const value = memento.get<unknown>(key);
    return Array.isArray(value) ? value.filter(is) : [];
  };
  const lists = () => ({ kept: read('queries.kept', isKept), recent: read('queries.recent', isText) });
  const write = (key: string, values: readonly unknown[]) => {
    void memento.update(key, values);
    return lists();
  };
  const without = (name: string) => lists().kept.filter((other) => other.name !== name);
  return {
    lists,
    keep: (query) => write('queries.kept', [query, ...without(query.name)].slice(0, mostKept)),
    forget: (name) => write('queries.kept', without(name)),
    used: (sql) =>
      write('queries.recent', [sql, ...lists().recent.filter((other) => other !== sql)].slice(0, mostRecent)),
    clearRecent: () => write('queries.recent', []),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isKept(value: unknown): value is KeptQuery {
  const query = value as Partial<KeptQuery> | null;
  return typeof query === 'object' && isText(query?.name) && isText(query.sql);
}
