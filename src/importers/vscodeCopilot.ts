import { storeRow } from './copilot/store.js';
import type { FileParser, Importer, SourceFile } from './importer.js';
import { replay } from './vscodeCopilot/operations.js';
import { companions, isTranscript, mayContain, queries, roots, shapeOf } from './vscodeCopilot/places.js';
import { session } from './vscodeCopilot/session.js';
import { span } from './vscodeCopilot/traces.js';
import { TranscriptFile } from './vscodeCopilot/transcript.js';

/**
 * GitHub Copilot's chat in VS Code and the editors made from it, VS Code 1.99 to 1.119 with the extension 0.31 to 0.47. A
 * session may be told three times: by the editor, in a transcript of the extension, and in its telemetry. The first two give
 * the same names to the same messages; of the three, telemetry counts before the editor's figures, which are those of a
 * request's last call.
 */
export const vscodeCopilot: Importer = {
  id: 'vscode-copilot',
  label: 'Copilot Chat in VS Code',
  version: 1,
  roots,
  shapeOf,
  mayContain,
  companions,
  queries,
  start(file, state) {
    return isTranscript(file.path) ? new TranscriptFile(file, state) : wholeFile(file);
  },
  resume() {
    // A session goes on in the editor, which has no command for it.
    return null;
  },
};

/** Logs and documents, which are read whole each time, and rows, of which each is understood by itself. */
function wholeFile(file: SourceFile): FileParser {
  return {
    parse(record) {
      if (file.path.endsWith('/traces.db')) {
        return span(record);
      }
      if (file.path.endsWith('.db')) {
        return storeRow(record);
      }
      // A document that was turned into a log is no longer written.
      if (file.path.endsWith('.json') && file.companions?.has(`${file.path}l`) === true) {
        return { events: [] };
      }
      const problems: string[] = [];
      const whole = typeof record === 'string' ? replay(record, problems) : record;
      return session(whole, file, problems);
    },
    state: () => null,
  };
}
