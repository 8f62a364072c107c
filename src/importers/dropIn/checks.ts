import { count, isObject, num, time, typeName, type Json } from '../fields.js';

/** What a field of a line has to be, and in which words its writer is told so. */
export interface Check {
  /** As in "write …". */
  readonly what: string;
  /** The value as it is read; undefined: it is something else. */
  read(value: unknown): unknown;
}

/** A field of a form. `required`: a line without it is left out. */
export interface Field {
  readonly check: Check;
  readonly required?: true;
}

export type Form = Readonly<Record<string, Field>>;

export const anyText: Check = {
  what: 'a text',
  read: (value) => (typeof value === 'string' ? value : undefined),
};

export const flag: Check = {
  what: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** Milliseconds since 1970. */
export const moment: Check = {
  what: 'an RFC 3339 time such as 2026-01-02T03:04:05Z, or milliseconds since 1970',
  read: (value) => time(value) ?? undefined,
};

export const wholeNumber: Check = {
  what: 'a whole number, 0 or more',
  read: (value) => (typeof value === 'number' && Number.isInteger(value) ? count(value) : undefined),
};

export const exitStatus: Check = {
  what: 'a whole number',
  read: (value) =>
    typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 32 ? value : undefined,
};

export const dollars: Check = {
  what: 'an amount in US dollars, 0 or more',
  read: (value) => {
    const amount = num(value);
    return amount !== undefined && amount >= 0 && amount < 1e9 ? amount : undefined;
  },
};

/** Whatever JSON may hold. */
export const anything: Check = { what: 'any JSON', read: (value) => value };

/** A text of 1 to `most` characters. */
export function text(most: number): Check {
  return {
    what: `a text of 1 to ${most} characters`,
    read: (value) =>
      typeof value === 'string' && value.length > 0 && value.length <= most ? value : undefined,
  };
}

export function matching(pattern: RegExp, what: string): Check {
  return {
    what,
    read: (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined),
  };
}

/** A list of texts of 1 to 500 characters. */
export function texts(most: number): Check {
  const one = text(500);
  return {
    what: `a list of up to ${most} texts of 1 to 500 characters`,
    read: (value) =>
      Array.isArray(value) && value.length <= most && value.every((each) => one.read(each) !== undefined)
        ? value
        : undefined,
  };
}

export function oneOf(...values: readonly string[]): Check {
  return {
    what: values.length === 1 ? `"${values[0]}"` : `one of ${values.join(', ')}`,
    read: (value) => (typeof value === 'string' && values.includes(value) ? value : undefined),
  };
}

/** null is a value of its own: not known. */
export function orNull(check: Check): Check {
  return { what: `${check.what}, or null`, read: (value) => (value === null ? null : check.read(value)) };
}

/** An object with fields of its own. */
export interface Nested extends Check {
  readonly form: Form;
  readonly isList: boolean;
}

export function objectOf(form: Form): Nested {
  return { what: 'an object', form, isList: false, read: (value) => (isObject(value) ? value : undefined) };
}

export function listOf(form: Form): Nested {
  return {
    what: 'a list of objects',
    form,
    isList: true,
    read: (value) => (Array.isArray(value) ? value : undefined),
  };
}

/**
 * The fields of an object as its form wants them. A field that is something else is left out and said so; null: one that is
 * required is missing or wrong. Fields that the form does not have are said, too: they are mostly misspelt.
 */
export function checked(record: Json, form: Form, where: string, problems: string[]): Json | null {
  const read: Json = {};
  let isWhole = true;
  for (const name of Object.keys(record)) {
    if (!Object.hasOwn(form, name)) {
      problems.push(
        `${where}.${name.slice(0, 60)} is no field of the schema: remove it, or see docs/schema for its name`,
      );
    }
  }
  for (const [name, { check, required }] of Object.entries(form)) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (value === undefined) {
      if (required) {
        isWhole = false;
        problems.push(`${where}.${name} is missing: write ${check.what}`);
      }
      continue;
    }
    const said = problems.length;
    const found = valueOf(value, check, `${where}.${name}`, problems);
    if (found !== undefined) {
      read[name] = found;
      continue;
    }
    isWhole &&= !required;
    if (problems.length === said) {
      problems.push(`${where}.${name} is ${typeName(value)} that does not fit: write ${check.what}`);
    }
  }
  return isWhole ? read : null;
}

function valueOf(value: unknown, check: Check, where: string, problems: string[]): unknown {
  const found = check.read(value);
  const form = 'form' in check ? (check as Nested).form : undefined;
  if (form === undefined || found === undefined || found === null) {
    return found;
  }
  if (!Array.isArray(found)) {
    return isObject(found) ? (checked(found, form, where, problems) ?? undefined) : undefined;
  }
  return found.flatMap((entry, index) => {
    if (!isObject(entry)) {
      problems.push(`${where}[${index}] is ${typeName(entry)}: write an object`);
      return [];
    }
    return checked(entry, form, `${where}[${index}]`, problems) ?? [];
  });
}
