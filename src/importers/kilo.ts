import type { Importer } from './importer.js';
import { companions, mayContain, shapeOf } from './taskFolder/places.js';
import type { Flavor } from './taskFolder/reading.js';
import { taskFolderFile } from './taskFolder/taskFolder.js';
import { userDataFolders } from './userData.js';

/** Since version 4.119, of 12 November 2025, `tokensIn` is the whole prompt. */
const flavor: Flavor = { id: 'kilo', wholePromptSince: Date.UTC(2025, 10, 12) };

/**
 * Kilo Code (github.com/Kilo-Org/kilocode-legacy), versions 4 and 5: the files of Roo Code, which it is made from, in a folder
 * of its own.
 */
export const kilo: Importer = {
  id: 'kilo',
  label: 'Kilo Code',
  version: 1,
  roots: (places) => userDataFolders(places, ['globalStorage', 'kilocode.kilo-code']),
  shapeOf,
  mayContain,
  companions,
  start: (file) => taskFolderFile(file, flavor),
  resume: () => null,
};
