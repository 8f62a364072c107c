import type { EndurancePart } from './part.js';

/** Every part, in the order in which it runs. To add one: a file and a line. */
export const parts: readonly EndurancePart[] = [];
