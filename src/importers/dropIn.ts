import { linesParser } from './dropIn/lines.js';
import type { Importer } from './importer.js';
import { joinPath } from './places.js';
import { sharedData } from './userData.js';

/**
 * Sessions of agents that nobody wrote an importer for: any program may leave them here, in the form of `docs/schema`. A line is an
 * object that names its type; lines without a session belong to the one that was named last. What a line says wrongly is
 * a problem that names the field and what to write.
 */
export const dropIn: Importer = {
  id: 'drop-in',
  label: 'Drop-in',
  version: 2,
  roots: (places) => [joinPath(places, ...sharedData(places), 'agent-logbook', 'sessions')],
  shapeOf: (path) =>
    path.endsWith('.jsonl') && isLookedInto(path.slice(0, path.lastIndexOf('/') + 1)) ? 'jsonl' : null,
  mayContain: isLookedInto,
  start: (_file, state) => linesParser(state),
  resume: () => null,
};

/** Writers may have folders of their own, as deep as they like; what they hide or keep for themselves is left alone. */
function isLookedInto(folder: string): boolean {
  return !folder
    .split('/')
    .some((name) => name.startsWith('.') || name === 'node_modules' || name === 'cache');
}
