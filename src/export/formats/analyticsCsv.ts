import { csvLine } from '../../common/csv.js';
import { analyticsOf } from '../analytics.js';
import type { ExportFormat } from '../format.js';
import { trailerOf } from '../trailer.js';

/** Sections one below another, each with its name, its head and its rows, and an empty line between them. */
export const analyticsCsv: ExportFormat = {
  id: 'analytics-csv',
  async write(source, out) {
    const file = await out.file();
    for (const { name, rows } of await analyticsOf(source)) {
      await file.write(csvLine([name]));
      if (rows[0]) {
        await file.write(csvLine(Object.keys(rows[0])));
      }
      for (const row of rows) {
        await file.write(csvLine(Object.values(row)));
      }
      await file.write('\r\n');
    }
    const { version, exported_at: at, sessions, redactions } = trailerOf(source, out);
    await file.write(csvLine(['export']));
    await file.write(csvLine(['version', 'exported_at', 'sessions', 'redactions']));
    await file.write(csvLine([version, at, sessions, redactions.count]));
    await file.close();
  },
};
