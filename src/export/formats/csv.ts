import { csvLine } from '../../common/csv.js';
import type { ExportFormat } from '../format.js';
import { sessionRow } from '../rows.js';

/** One row a session. How much was replaced stands in each row, as a table has no other place for it. */
export const csv: ExportFormat = {
  id: 'csv',
  async write(source, out) {
    const file = await out.file();
    let hasHead = false;
    for await (const session of source.sessions()) {
      const row = await sessionRow(session);
      if (!hasHead) {
        await file.write(csvLine(Object.keys(row)));
        hasHead = true;
      }
      await file.write(csvLine(Object.values(row)));
    }
    await file.close();
  },
};
