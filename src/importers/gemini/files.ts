import { baseName } from '../../common/paths.js';
import { ident, isObject, str, time, typeName } from '../fields.js';
import { projectFolder } from './meta.js';
import { ownerOf } from './places.js';
import type { Reading } from './state.js';

/** `logs.json`: what was typed at the prompt, `[{sessionId, messageId, type, message, timestamp}]`. */
export function promptLog(record: unknown, reading: Reading): void {
  if (!Array.isArray(record)) {
    reading.problems.push(`the prompt log is ${typeName(record)}, not a list`);
    return;
  }
  const project = projectFolder(reading);
  for (const entry of record.filter(isObject)) {
    const at = time(entry.timestamp);
    const text = str(entry.message);
    if (entry.type !== 'user' || text === undefined) {
      continue;
    }
    if (at === null) {
      reading.problems.push('timestamp is not a time');
      continue;
    }
    const session = ident(entry.sessionId);
    reading.events.push({
      type: 'prompt',
      ...(session === undefined ? {} : { session }),
      at,
      text,
      ...(project === undefined ? {} : { project }),
    });
  }
}

/** A plan that the model wrote: `plans/<name>.md`. */
export function plan(record: unknown, reading: Reading): void {
  const { path, root, modifiedAt } = reading.file;
  const separator = root.includes('\\') ? '\\' : '/';
  const session = ident(ownerOf(path));
  const project = path.split('/')[1] ?? '';
  reading.events.push({
    type: 'plan',
    ...(session === undefined ? {} : { session }),
    name: `${session ?? project}/${baseName(path).replace(/\.md$/, '')}`.slice(0, 500),
    at: modifiedAt,
    text: typeof record === 'string' ? record : '',
    path: root + separator + path.replaceAll('/', separator),
  });
}
