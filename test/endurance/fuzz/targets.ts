import { importerTargets } from './importerTarget.js';
import type { Target } from './target.js';

/** Whatever takes what strangers wrote. To add one: a file, and a line here. */
export const targets: readonly Target[] = [...importerTargets];
