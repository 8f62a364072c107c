import { isManifest, isMessages, companions, mayContain, roots, shapeOf } from './cline/places.js';
import { manifest } from './cline/manifest.js';
import { messages } from './cline/messages.js';
import type { FileParser, Importer, SourceFile } from './importer.js';
import { isPlainId } from './places.js';
import type { Flavor } from './taskFolder/reading.js';
import { taskFolderFile } from './taskFolder/taskFolder.js';

/** `tokensIn` is what did not come from the cache, but for some providers. */
const flavor: Flavor = { id: 'cline', wholePromptSince: null };

/**
 * Cline (github.com/cline/cline): the store of its command line and of version 4 of its extension (seen: command line 3.0.65),
 * and the task folders of the extension up to 3.89. What counts twice there: a session's description and the list of tasks
 * have the sums of their messages, a fork starts with a copy of its parent's messages, and `db/sessions.db` repeats the
 * descriptions; none of these is counted.
 */
export const cline: Importer = {
  id: 'cline',
  label: 'Cline',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  companions,
  start: fileOf,
  // Tasks of the extension, whose ids are numbers, and sub-agents cannot be gone on with in a terminal.
  resume: (id) => (isPlainId(id) && /^\d+_[^_]+$/.test(id) ? ['cline', '--id', id] : null),
};

function fileOf(file: SourceFile): FileParser {
  if (isMessages(file.path)) {
    return { parse: (record) => messages(record, file), state: () => null };
  }
  if (isManifest(file.path)) {
    return { parse: (record) => manifest(record, file), state: () => null };
  }
  return taskFolderFile(file, flavor);
}
