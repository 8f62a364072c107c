/** A JSON object of unknown content. */
export type Json = Record<string, unknown>;

/** True for a JSON object, not for an array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one where there is none: foreign JSON is read field by field without asking each time. */
export function object(value: unknown): Json {
  return isObject(value) ? value : NOTHING;
}

/** A text that is not empty. */
export function str(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A finite number. */
export function num(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number of something that cannot be less than none: milliseconds, searches, bytes. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MOST ? Math.round(value) : undefined;
}

/** An id. One that is too long to be one is cut, so that what is remembered of a line stays small. */
export function ident(value: unknown): string | undefined {
  const text = str(value);
  return text === undefined || text.length <= 200 ? text : `${text.slice(0, 150)}~${fingerprint(text)}`;
}

/** A name that people read (a model, a branch, a tool), cut where nobody would read on. */
export function word(value: unknown): string | undefined {
  return str(value)?.slice(0, 500);
}

/** A folder. What no system takes for a path is none. */
export function folder(value: unknown): string | undefined {
  const path = str(value);
  return path !== undefined && path.length <= 8192 ? path : undefined;
}

/** The value as JSON, as a call's input is shown. What is nested too deeply to be written is left out and said so. */
export function jsonText(value: unknown, problems: string[]): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    problems.push('a value is nested too deeply to be kept');
    return '';
  }
}

/** A JSON object in a text; null, and a problem that names the place, where there is none. */
export function parsed(
  text: unknown,
  where: string,
  { problems }: { readonly problems: string[] },
): Json | null {
  let value: unknown = text;
  if (typeof text === 'string') {
    try {
      value = JSON.parse(text);
    } catch {
      problems.push(`${where} is not JSON`);
      return null;
    }
  }
  if (!isObject(value)) {
    problems.push(`${where} is ${typeName(value)}, not an object`);
    return null;
  }
  return value;
}

/** The array, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : EMPTY;
}

/** The objects of an array whose named fields are texts, for what was stored by another version. */
export function withTexts(value: unknown, ...fields: readonly string[]): Json[] {
  return list(value).filter(
    (entry): entry is Json => isObject(entry) && fields.every((field) => typeof entry[field] === 'string'),
  );
}

/** Milliseconds since 1970 of an ISO text or of a number of milliseconds; null when it is neither, or no time of a computer's. */
export function time(value: unknown): number | null {
  const at =
    typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? Math.round(value) : NaN;
  return at > 0 && at < END_OF_TIME ? at : null;
}

/**
 * A number of tokens: whole and not negative. A field that is missing counts as 0. Any other value is a problem that names
 * the field, and null: what was used is not known.
 */
export function tokens(of: Json, field: string, where: string, problems: string[]): number | null {
  const value = of[field];
  if (value === undefined || value === null) {
    return 0;
  }
  const known = count(value);
  if (known === undefined) {
    problems.push(`${where}.${field} is not a number of tokens`);
    return null;
  }
  return known;
}

/** What a value is, in the words of a problem. */
export function typeName(value: unknown): string {
  if (value === undefined) {
    return 'missing';
  }
  return value === null
    ? 'null'
    : Array.isArray(value)
      ? 'an array'
      : isObject(value)
        ? 'an object'
        : `a ${typeof value}`;
}

/**
 * A short name made of a text's own content (FNV-1a over its length and first 1,024 characters), for lines that have no id
 * of their own. Cheap on purpose: it tells lines of the same millisecond apart, nothing more.
 */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5 ^ text.length;
  const end = Math.min(text.length, 1024);
  for (let i = 0; i < end; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

/** Appends to a list that lives in a parser's state, which must stay small: the oldest entry makes room. */
export function remember<T>(entries: T[], entry: T, limit: number): void {
  entries.push(entry);
  if (entries.length > limit) {
    entries.splice(0, entries.length - limit);
  }
}

/** Beyond this a number of tokens or milliseconds is a mistake, and sums of such would not be exact. */
const MOST = 1e12;
/** The year 10000. */
const END_OF_TIME = 253_402_300_800_000;
const NOTHING: Json = Object.freeze({});
const EMPTY: readonly unknown[] = Object.freeze([]);
