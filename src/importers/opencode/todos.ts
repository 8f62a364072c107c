import { ident, isObject, list, str, typeName } from '../fields.js';
import type { Reading } from './reading.js';

/** The to-do list of a session: `[{content, status, priority}]`, as JSON in a row or as a file. */
export function todos(session: unknown, value: unknown, at: number | null, reading: Reading): void {
  const of = ident(session);
  const items = typeof value === 'string' ? listOf(value) : value;
  if (of === undefined || !Array.isArray(items)) {
    reading.problems.push(`the to-do list is ${typeName(items)}, not an array`);
    return;
  }
  reading.events.push({
    type: 'todos',
    session: of,
    at,
    items: list(items)
      .filter(isObject)
      .flatMap((item) => {
        const text = str(item.content);
        return text === undefined
          ? []
          : [{ text, status: STATUSES.get(str(item.status) ?? '') ?? 'pending' }];
      }),
  });
}

/** What was cancelled is not to be done any more. */
const STATUSES: ReadonlyMap<string, 'pending' | 'in_progress' | 'completed'> = new Map([
  ['pending', 'pending'],
  ['in_progress', 'in_progress'],
  ['completed', 'completed'],
  ['cancelled', 'completed'],
]);

function listOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
