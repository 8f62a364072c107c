import { contentOf, type Sample } from './detect/content.js';
import { databaseOf } from './detect/databases.js';
import { documentSigns } from './detect/documentSigns.js';
import { lineSigns } from './detect/lineSigns.js';
import { placeOf } from './detect/sign.js';
import { textSigns } from './detect/textSigns.js';
import type { Importer, Places, SourceShape } from './importer.js';
import { importers } from './index.js';

/** Which importer reads a file, and as which path below one of its roots. */
export interface Detected {
  importer: Importer;
  as: string;
  /** What people call files of this form. */
  form: string;
}

/** `needs`: the file is a database, and the names of its tables decide. `reason`: nothing reads it. */
export type Detection = Detected | { needs: 'tables' } | { reason: string };

/**
 * What reads a file that a person hands over. Its content decides; where that leaves something open (a sub-agent's parent, a
 * plan in plain Markdown), the path that it has does.
 */
export function detect(sample: Sample): Detection {
  if (sample.head.startsWith('SQLite format 3\0')) {
    return ofDatabase(sample);
  }
  if (sample.head.includes('\0')) {
    return { reason: `It is a binary file. ${knownForms()}` };
  }
  const content = contentOf(sample);
  if (content.text.trim() === '') {
    return { reason: `It is empty. ${knownForms()}` };
  }
  for (const sign of [...documentSigns, ...lineSigns, ...textSigns]) {
    if (sign.is(content)) {
      const as = placeOf(sign, content);
      if (as !== null) {
        return { importer: sign.importer, as, form: sign.form };
      }
    }
  }
  return byPlace(content.path) ?? { reason: `Its content is none that is known. ${knownForms()}` };
}

/** All that can be read, as a sentence. */
export function knownForms(): string {
  const agents = importers.map(({ label }) => label).join(', ');
  return `Known are session files and databases of ${agents}; exports of Agent Logbook and of Prompt Flow; Markdown of SpecStory; and transcripts whose lines begin with Human: and Assistant:.`;
}

function ofDatabase({ tables, path }: Sample): Detection {
  if (tables === undefined) {
    return { needs: 'tables' };
  }
  const found = databaseOf(tables, path);
  if (found === undefined) {
    const inPlace = byPlace(path.replaceAll('\\', '/'), 'sqlite');
    if (inPlace !== null) {
      return inPlace;
    }
    const some = tables.slice(0, 8).join(', ') || 'none';
    return { reason: `It is a database with other tables than any agent's (${some}). ${knownForms()}` };
  }
  const own = found.importer.shapeOf(tailOf(path, found.as)) === 'sqlite' ? tailOf(path, found.as) : found.as;
  return { importer: found.importer, as: own, form: found.form };
}

/** As many last parts of the path as the place has. */
function tailOf(path: string, as: string): string {
  return path.split(/[\\/]/).slice(-as.split('/').length).join('/');
}

/** A file in a folder of an agent's own, by that folder alone: plans and lists say nothing of who wrote them. */
function byPlace(path: string, shape?: SourceShape): Detected | null {
  for (const importer of importers) {
    for (const root of importer.roots(HOME)) {
      const folder = `${root.slice(HOME.home.length).split('/').slice(-2).join('/')}/`;
      const from = folder.startsWith('/') ? path.lastIndexOf(folder) : path.lastIndexOf(`/${folder}`) + 1;
      if (folder.length < 4 || from < 0 || (from === 0 && !path.startsWith(folder))) {
        continue;
      }
      const as = path.slice(from + folder.length);
      const found = importer.shapeOf(as);
      if (found !== null && (shape ?? found) === found && (found === 'sqlite') === (shape === 'sqlite')) {
        return { importer, as, form: `files of ${importer.label}` };
      }
    }
  }
  return null;
}

const HOME: Places = { home: '/home', env: {}, platform: 'linux' };
