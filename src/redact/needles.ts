import { shortestVariant, variantsOf } from './encodings.js';
import { collapse } from './collapse.js';

/** Where a known secret stands in a text: [start, end) in UTF-16 units. */
export interface Hit {
  secret: number;
  start: number;
  end: number;
}

/** Looks for many texts at once, in time in proportion to the text that is searched, however many there are. */
export interface Needles {
  /** `raw: false`: only its encoded forms. */
  add(text: string, secret: number, options?: { raw?: boolean }): void;
  /** Also what is split over lines. In no order. */
  find(text: string): Hit[];
}

interface Needle {
  text: string;
  secret: number;
  inBase64: boolean;
}

export function createNeedles(): Needles {
  /** By their first letters; the longest first. */
  const heads = new Map<string, Needle[]>();
  /** Whether any needle begins with letters of this hash: a quick no for almost every place of a text. */
  const filter = new Uint8Array(filterSize);
  const known = new Set<string>();

  const search = (text: string, found: (needle: Needle, start: number) => void) => {
    const last = text.length - shortestVariant;
    for (let at = 0; at <= last; at++) {
      if (filter[hashAt(text, at)] === 0) {
        continue;
      }
      const needle = heads
        .get(text.slice(at, at + shortestVariant))
        ?.find((one) => text.startsWith(one.text, at));
      if (needle) {
        found(needle, at);
        // Others that begin inside are of the same place; what reaches beyond it is found by its own rule.
        at += needle.text.length - 1;
      }
    }
  };

  return {
    add(text, secret, options) {
      for (const variant of variantsOf(text, options)) {
        if (known.has(variant.text)) {
          continue;
        }
        known.add(variant.text);
        filter[hashAt(variant.text, 0)] = 1;
        const head = variant.text.slice(0, shortestVariant);
        const list = heads.get(head) ?? [];
        list.push({ text: variant.text, secret, inBase64: variant.inBase64 === true });
        list.sort((a, b) => b.text.length - a.text.length);
        heads.set(head, list);
      }
    },
    find(text) {
      const hits: Hit[] = [];
      if (heads.size === 0) {
        return hits;
      }
      search(text, (needle, start) => hits.push(hitOf(text, needle, start)));
      const cut = cutHit(text, heads, filter);
      if (cut) {
        hits.push(cut);
      }
      const collapsed = collapse(text);
      if (collapsed) {
        search(collapsed.text, (needle, start) => {
          const hit = hitOf(collapsed.text, needle, start);
          hits.push({ ...hit, start: collapsed.at(hit.start), end: collapsed.at(hit.end - 1) + 1 });
        });
      }
      return hits;
    },
  };
}

/** Titles and previews are cut off: a part of a secret at the very end is a secret, too, from so many letters on. */
const shortestPart = 10;
const longestPart = 400;

/** The beginning of a secret that a text ends with. */
function cutHit(
  text: string,
  heads: ReadonlyMap<string, Needle[]>,
  filter: Readonly<Uint8Array>,
): Hit | null {
  const end = text.length - (/(?:…|\.\.\.)$/.exec(text)?.[0].length ?? 0);
  for (let start = Math.max(0, end - longestPart); start <= end - shortestPart; start++) {
    if (filter[hashAt(text, start)] === 0) {
      continue;
    }
    const part = heads.get(text.slice(start, start + shortestVariant)) ? text.slice(start, end) : null;
    const needle =
      part && heads.get(part.slice(0, shortestVariant))?.find((one) => one.text.startsWith(part));
    if (needle) {
      return { secret: needle.secret, start, end };
    }
  }
  return null;
}

const filterSize = 1 << 17;

function hashAt(text: string, at: number): number {
  return (
    ((text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 131 +
      text.charCodeAt(at + 2) * 17 +
      text.charCodeAt(at + 3) * 1031 +
      text.charCodeAt(at + 5) * 7919) &
    (filterSize - 1)
  );
}

/** All of the encoded text around it: its first and last letters stand for parts of the secret, too. */
function hitOf(text: string, { text: needle, secret, inBase64 }: Needle, at: number): Hit {
  let start = at;
  let end = at + needle.length;
  if (inBase64) {
    while (start > 0 && isBase64(text.charCodeAt(start - 1))) {
      start--;
    }
    while (end < text.length && isBase64(text.charCodeAt(end))) {
      end++;
    }
  }
  return { secret, start, end };
}

/** Letters, digits, +, /, -, _ and =. */
function isBase64(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 47 && code <= 57) ||
    code === 43 ||
    code === 45 ||
    code === 95 ||
    code === 61
  );
}
