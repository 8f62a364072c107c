import { isObject, list, type Json } from '../fields.js';

/**
 * A session as it stands after all operations of its log (microsoft/vscode, `objectMutationLog.ts`, 1.109 on): `{kind: 0, v}`
 * is the whole, `{kind: 1, k, v}` sets what is at a path, `{kind: 2, k, v?, i?}` cuts an array and appends to it, `{kind: 3, k}`
 * deletes. Null where nothing tells the whole. The last line may be half written.
 */
export function replay(text: string, problems: string[]): unknown {
  let whole: unknown = null;
  let number = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const line = text.slice(start, newline < 0 ? text.length : newline);
    start = newline < 0 ? text.length : newline + 1;
    number++;
    if (line.trim() === '') {
      continue;
    }
    const operation = parsed(line);
    if (operation === undefined) {
      if (newline >= 0) {
        problems.push(`line ${number} is no JSON`);
      }
    } else if (isObject(operation) && operation.kind === 0) {
      whole = operation.v;
    } else if (!isObject(operation) || !apply(operation, whole)) {
      problems.push(`line ${number} is no operation on the session`);
    }
    if (problems.length > MOST_PROBLEMS) {
      return whole;
    }
  }
  return whole;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Half a line, or a broken one: the caller knows which.
    return undefined;
  }
}

function apply(operation: Json, whole: unknown): boolean {
  const path = list(operation.k);
  const key = path.at(-1);
  const at = path.slice(0, -1).reduce(into, whole);
  switch (operation.kind) {
    case 1:
      return put(at, key, operation.v);
    case 2:
      return push(at, key, operation);
    case 3:
      return put(at, key, undefined);
    default:
      return false;
  }
}

function push(at: unknown, key: unknown, { v, i }: Json): boolean {
  const array = into(at, key) ?? [];
  if (!Array.isArray(array)) {
    return false;
  }
  if (typeof i === 'number' && i >= 0 && i < array.length) {
    array.length = Math.floor(i);
  }
  for (const item of list(v)) {
    array.push(item);
  }
  return put(at, key, array);
}

function into(of: unknown, key: unknown): unknown {
  if (Array.isArray(of)) {
    return typeof key === 'number' ? (of as unknown[])[key] : undefined;
  }
  return isObject(of) && typeof key === 'string' && Object.hasOwn(of, key) ? of[key] : undefined;
}

/** False where nothing can be put: an object takes any name but those of all objects, an array places up to its end. */
function put(of: unknown, key: unknown, value: unknown): boolean {
  if (Array.isArray(of)) {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key > of.length) {
      return false;
    }
    (of as unknown[])[key] = value;
    return true;
  }
  if (!isObject(of) || typeof key !== 'string' || RESERVED.has(key)) {
    return false;
  }
  of[key] = value;
  return true;
}

const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const MOST_PROBLEMS = 100;
