import { disk } from './disk.js';
import { files } from './files.js';
import { fuzz } from './fuzz.js';
import { kill } from './kill.js';
import type { EndurancePart } from './part.js';

/** Every part, in the order in which it runs. To add one: a file and a line. */
export const parts: readonly EndurancePart[] = [kill, disk, files, fuzz];
