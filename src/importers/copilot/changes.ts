import type { FileChangeEvent } from '../../common/model.js';
import { remember } from '../fields.js';
import { ofUnifiedDiff } from '../patch.js';
import type { PatchedFile } from '../patchText.js';
import { absolutePath } from '../places.js';
import { editsOf } from './edits.js';
import type { Reading } from './state.js';

/** A patch that is longer than this does not wait for the outcome of its call: the state must stay small. */
const PATCH_LIMIT = 8 * 1024;
const MOST_FILES = 100;
const MOST_CALLS = 6;

/** Notes what a call is to change; it is told when the call has ended well. */
export function editCalled(callId: string, tool: string, input: unknown, reading: Reading): void {
  const files = editsOf(tool, input);
  if (files.length === 0) {
    return;
  }
  const { changes } = reading.state;
  forget(callId, reading);
  const events = files.map((file) => changeOf(file, callId, reading));
  if (events.length > MOST_FILES || events.some((event) => event.path.length > 1024)) {
    reading.events.push(...events);
    return;
  }
  let room = PATCH_LIMIT;
  const short = events.map((event) => {
    room -= event.patch?.length ?? 0;
    if (room >= 0) {
      return event;
    }
    const { patch: _patch, ...rest } = event;
    return rest;
  });
  remember(changes, { id: callId, changes: short }, MOST_CALLS);
}

/** The call ended. `detail` is what the program showed of it: for one file often the difference that it made. */
export function editEnded(
  callId: string,
  failed: boolean,
  detail: string | undefined,
  reading: Reading,
): void {
  const changes = forget(callId, reading);
  if (failed) {
    return;
  }
  const shown = detail !== undefined && changes.length === 1 && /^@@ -\d/m.test(detail) ? diffOf(detail) : {};
  reading.events.push(...changes.map((change) => ({ ...change, ...shown, at: reading.at })));
}

/** A change as an event; a relative path is one below the session's folder. */
export function changeOf(
  { path, operation, patch, newPath }: PatchedFile,
  callId: string,
  {
    session,
    thread,
    at,
    state,
  }: Pick<Reading, 'session' | 'thread' | 'at'> & {
    state: { cwd: string | null };
  },
): FileChangeEvent {
  return {
    type: 'file_change',
    session,
    ...(thread === undefined ? {} : { thread }),
    callId,
    at,
    path: absolutePath(path, state.cwd),
    operation,
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
    ...(newPath === undefined ? {} : { newPath: absolutePath(newPath, state.cwd) }),
  };
}

function forget(callId: string, reading: Reading): FileChangeEvent[] {
  const { changes } = reading.state;
  const index = changes.findIndex(({ id }) => id === callId);
  return index < 0 ? [] : (changes.splice(index, 1)[0]?.changes ?? []);
}

function diffOf(detail: string): Pick<FileChangeEvent, 'added' | 'removed' | 'patch'> {
  const hunks = detail.slice(detail.search(/^@@ -\d/m)).trimEnd();
  const { added, removed, patch } = ofUnifiedDiff(hunks);
  return { added, removed, ...(patch === undefined ? {} : { patch }) };
}
