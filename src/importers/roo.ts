import type { Importer } from './importer.js';
import { joinPath } from './places.js';
import { companions, mayContain, shapeOf } from './taskFolder/places.js';
import type { Flavor } from './taskFolder/reading.js';
import { taskFolderFile } from './taskFolder/taskFolder.js';
import { userDataFolders } from './userData.js';

/** Since version 3.29.5, of 1 November 2025, `tokensIn` is the whole prompt. */
const flavor: Flavor = { id: 'roo', wholePromptSince: Date.UTC(2025, 10, 1) };

/**
 * Roo Code (github.com/RooCodeInc/Roo-Code), versions 3.0 to 3.53: a folder a task, in the form that it took over from Cline.
 * What counts twice there: `history_item.json` has the sums of its task, and a task's list has them again. Tasks that a task
 * started are sessions with a parent. Its command line keeps the same files below `~/.vscode-mock`.
 */
export const roo: Importer = {
  id: 'roo',
  label: 'Roo Code',
  version: 1,
  roots: (places) => [
    ...userDataFolders(places, ['globalStorage', 'rooveterinaryinc.roo-cline']),
    joinPath(places, places.home, '.vscode-mock', 'global-storage'),
  ],
  shapeOf,
  mayContain,
  companions,
  start: (file) => taskFolderFile(file, flavor),
  resume: () => null,
};
