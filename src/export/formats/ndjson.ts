import type { ExportFormat } from '../format.js';
import { recordsOf } from '../records.js';
import { trailerOf } from '../trailer.js';

/** The lines of the published schema, one a line, as a drop-in file has them; the last tells of the export itself. */
export const ndjson: ExportFormat = {
  id: 'ndjson',
  async write(source, out) {
    const file = await out.file();
    for await (const session of source.sessions()) {
      for await (const record of recordsOf(session, source)) {
        await file.write(`${JSON.stringify(record)}\n`);
      }
    }
    await file.write(`${JSON.stringify({ type: 'export', ...trailerOf(source, out) })}\n`);
    await file.close();
  },
};
