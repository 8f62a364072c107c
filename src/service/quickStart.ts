import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { databaseName } from '../store/open.js';

/** The newest version of Node whose V8 is known to have the flag; another would print an error. */
const newestNode = 24;

/**
 * Has V8 compile SQLite quickly rather than well, where a store is there already: a command mostly finds little to read, and
 * ends before the optimizing compiler has paid for itself, which takes 0.25 s of CPU. A large import takes a tenth more.
 * For a process of our own only; to be called before the store is opened.
 */
export function startQuickly(storage: string): void {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major <= newestNode && statSync(join(storage, databaseName), { throwIfNoEntry: false })?.size) {
    setFlagsFromString('--liftoff-only');
  }
}
