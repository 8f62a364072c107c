import type { ExportFormat } from '../format.js';
import { recordsOf } from '../records.js';
import { trailerOf } from '../trailer.js';

/** One document `{schema, records, export}`: the lines of the published schema, which another logbook imports. */
export const json: ExportFormat = {
  id: 'json',
  async write(source, out) {
    const file = await out.file();
    await file.write('{"schema":1,"records":[');
    let separator = '\n';
    for await (const session of source.sessions()) {
      for await (const record of recordsOf(session, source)) {
        await file.write(separator + JSON.stringify(record));
        separator = ',\n';
      }
    }
    await file.write(`\n],"export":${JSON.stringify(trailerOf(source, out))}}\n`);
    await file.close();
  },
};
