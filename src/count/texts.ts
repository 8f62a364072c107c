import type { Names } from '../store/write/names.js';

/** Texts by number, as the store has them, in memory. */
export interface Texts extends Names {
  text(id: number): string;
}

export function createTexts(): Texts {
  const ids = new Map<string, number>();
  const texts: string[] = [];
  const known = (text: string): number => {
    let id = ids.get(text);
    if (id === undefined) {
      id = texts.length;
      texts.push(text);
      ids.set(text, id);
    }
    return id;
  };
  return {
    id(text) {
      if (text === null || text === undefined) {
        return null;
      }
      let id = ids.get(text);
      if (id === undefined) {
        id = known(inUtf8(text));
        ids.set(text, id);
      }
      return id;
    },
    text: (id) => texts[id] ?? '',
    clear() {
      ids.clear();
      texts.length = 0;
    },
  };
}

/** As UTF-8 has it: half a character, which JSON can write, becomes the sign for what is missing. */
export function inUtf8(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
