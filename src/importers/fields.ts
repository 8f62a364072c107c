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

/** Milliseconds since 1970 of an ISO text or of a number of milliseconds; null when it is neither. */
export function time(value: unknown): number | null {
  if (typeof value === 'string') {
    const at = Date.parse(value);
    return Number.isFinite(at) ? at : null;
  }
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : null;
}

/**
 * A number of tokens: whole and not negative. A field that is missing counts as 0; any other type is a problem that names
 * the field, and counts as 0 too.
 */
export function tokens(of: Json, field: string, where: string, problems: string[]): number {
  const value = of[field];
  if (value === undefined || value === null) {
    return 0;
  }
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) {
    return Math.round(value);
  }
  problems.push(`${where}.${field} is not a number of tokens`);
  return 0;
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

const NOTHING: Json = Object.freeze({});
const EMPTY: readonly unknown[] = Object.freeze([]);
