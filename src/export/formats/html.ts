import type { ExportFormat } from '../format.js';

export const html: ExportFormat = {
  id: 'html',
  async write(source, out) {
    const file = await out.file();
    await file.write(source.version);
    await file.close();
  },
};
