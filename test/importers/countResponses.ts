import assert from 'node:assert/strict';
import type { ImportEvent } from '../../src/common/model.js';
import type { Importer } from '../../src/importers/importer.js';
import { readText } from './readHome.js';
import { reduceUsage, total, type Response } from './reduceUsage.js';

/** Records of files by their paths below a root; a document has one. */
export type Files = Record<string, readonly unknown[]>;

/** The responses of an agent's files, as they count together. */
export function responses(importer: Importer, files: Files): Response[] {
  const events = Object.entries(files).flatMap(([path, lines]): ImportEvent[] => {
    const bytes = Buffer.from(lines.map((record) => `${JSON.stringify(record)}\n`).join(''));
    return readText(importer, { root: '/home/dev/root', path, modifiedAt: 0 }, bytes).events;
  });
  // Whatever the order in which things are read, the result is the same.
  assert.deepEqual(reduceUsage(events.toReversed()).toSorted(byKey), reduceUsage(events).toSorted(byKey));
  return reduceUsage(events);
}

/** The total of each response, by its key. */
export function totals(importer: Importer, files: Files): number[] {
  return responses(importer, files)
    .toSorted(byKey)
    .map(({ tokens }) => total(tokens));
}

/** The session and the total of each response. */
export function bySession(importer: Importer, files: Files): [string, number][] {
  return responses(importer, files).map(({ session, tokens }) => [session, total(tokens)]);
}

function byKey(a: Response, b: Response): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
