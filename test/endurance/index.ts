import { disk } from './disk.js';
import { files } from './files.js';
import { fuzz } from './fuzz.js';
import { hostile } from './hostile.js';
import { kill } from './kill.js';
import { leaks } from './leaks.js';
import type { EndurancePart } from './part.js';
import { upgrade } from './upgrade.js';
import { windows } from './windows.js';

/** Every part, in the order in which it runs. To add one: a file and a line. */
export const parts: readonly EndurancePart[] = [kill, windows, disk, files, leaks, fuzz, hostile, upgrade];
