import { baseName } from '../../common/paths.js';
import type { Envelope, Reading } from './state.js';

/** A plan has the name of its file, which is the session's `slug`; without one, the session's id. */
export function planned(text: string, path: string | undefined, envelope: Envelope, reading: Reading): void {
  // A fork's copy of the line made no plan.
  if (envelope.copied) {
    return;
  }
  const file = path?.split(/[\\/]/).at(-1);
  const name = file?.replace(/\.md$/, '') ?? envelope.slug ?? envelope.session;
  reading.events.push({
    type: 'plan',
    session: envelope.session,
    name,
    at: envelope.at,
    text,
    ...(path === undefined ? {} : { path }),
  });
}

/** `plans/<words>.md`. */
export function planFile(record: unknown, reading: Reading): void {
  const { path, root, modifiedAt } = reading.file;
  const separator = root.includes('\\') ? '\\' : '/';
  reading.events.push({
    type: 'plan',
    name: baseName(path).replace(/\.md$/, ''),
    at: modifiedAt,
    text: typeof record === 'string' ? record : '',
    path: root + separator + path.replace('/', separator),
  });
}
