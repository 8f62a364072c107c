import type * as vscode from 'vscode';
import type { SearchLists } from '../common/panelProtocol.js';

/** The searches that a person keeps, and those of which they opened a hit. */
export interface SearchMemory {
  lists(): SearchLists;
  save(text: string, saved: boolean): SearchLists;
  used(text: string): SearchLists;
}

const mostSaved = 100;
const mostRecent = 20;

/** Kept in the memento of all windows. Another window may write it, so it is read each time. */
export function createSearchMemory(memento: vscode.Memento): SearchMemory {
  const read = (key: string): string[] => {
    const value = memento.get<unknown>(key);
    return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];
  };
  const lists = () => ({ saved: read('searches.saved'), recent: read('searches.recent') });
  const write = (key: string, texts: readonly string[], most: number): SearchLists => {
    void memento.update(key, texts.slice(0, most));
    return lists();
  };
  return {
    lists,
    save(text, saved) {
      const others = read('searches.saved').filter((other) => other !== text);
      return write('searches.saved', saved ? [text, ...others] : others, mostSaved);
    },
    used(text) {
      const others = read('searches.recent').filter((other) => other !== text);
      return write('searches.recent', [text, ...others], mostRecent);
    },
  };
}
