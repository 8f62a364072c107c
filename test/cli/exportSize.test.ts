import assert from 'node:assert/strict';
import { largestDocument, type ExportApi, type ExportFormatId } from '../../src/common/export.js';
import type { Context } from '../../src/cli/command.js';
import { exportCommand } from '../../src/cli/commands/export.js';
import { maxLineBytes } from '../../src/ingest/lines.js';

describe('logbook export', () => {
  const textOf = async (format: ExportFormatId, bytes: number) => {
    const exporter = {
      scan: () => Promise.resolve({ sessions: 1, findings: 0 }),
      write: () =>
        Promise.resolve({
          ...{ format, path: '/x', files: 1, bytes, sessions: 1, redactions: 0 },
          rules: [],
        }),
    } as unknown as ExportApi;
    const options = { format, out: '/x' };
    const context = { options, folder: '/', exporter: () => Promise.resolve(exporter) };
    return (await exportCommand.run(context as unknown as Context)).text;
  };

  it('says of a document that no logbook reads again what to do instead', async () => {
    assert.equal(largestDocument, maxLineBytes);
    assert.match(await textOf('json', largestDocument + 1), /no logbook imports it\. Take --format ndjson/);
    assert.doesNotMatch(await textOf('json', largestDocument), /imports/);
    assert.doesNotMatch(await textOf('ndjson', largestDocument + 1), /imports/);
  });
});
