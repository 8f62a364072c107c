import { analyticsOf } from '../analytics.js';
import type { ExportFormat } from '../format.js';
import { trailerOf } from '../trailer.js';

/** The sections of the summary as fields of one object. */
export const analyticsJson: ExportFormat = {
  id: 'analytics-json',
  async write(source, out) {
    const file = await out.file();
    const sections = Object.fromEntries((await analyticsOf(source)).map(({ name, rows }) => [name, rows]));
    await file.write(`${JSON.stringify({ ...sections, export: trailerOf(source, out) }, null, 2)}\n`);
    await file.close();
  },
};
