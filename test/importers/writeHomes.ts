/**
 * `node --import tsx test/importers/writeHomes.ts DIR`: writes the fixtures of every agent where the agent would have
 * written them below the home folder DIR, and prints the agents' labels as JSON.
 */
import { utimesSync } from 'node:fs';
import { importers } from '../../src/importers/index.js';
import { homes, writeCompanions, writeHomeFile } from './homes.js';

const home = process.argv[2] ?? '';
const written = importers.map((importer) => {
  const root = importer.roots({ home, env: {}, platform: 'linux' })[0] ?? home;
  const files = homes[importer.id] ?? [];
  writeCompanions(root, files);
  for (const file of files) {
    // Nobody writes it any more.
    utimesSync(writeHomeFile(root, file), new Date(Date.UTC(2026, 0, 3)), new Date(Date.UTC(2026, 0, 3)));
  }
  return { id: importer.id, label: importer.label };
});
console.log(JSON.stringify(written));
