// What the servers of a run tried to reach, as traceNetwork.cjs wrote it down.
import { existsSync, readFileSync, rmSync } from 'node:fs';

/** Has servers that are started from now on traced into `file`. */
export function traceNetwork(file) {
  rmSync(file, { force: true });
  process.env.NETWORK_TRACE = file;
}

/**
 * Prints what the extension reached beyond this machine; returns whether that is nothing. A trace in which no thread of
 * the extension was watched proves nothing, and fails.
 */
export function reportNetwork(file) {
  const entries = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
  const watched = entries.filter(({ kind }) => kind === 'watched').length;
  const reached = entries.filter(({ ours }) => ours);
  const ok = reached.length === 0 && watched > 0;
  console.log(
    `  ${ok ? '✔' : '✘'} the network: ${reached.length} connections beyond this machine from ${watched} threads of the extension`,
  );
  reached.slice(0, 3).forEach((entry) => console.log(JSON.stringify(entry)));
  return { ok, entries };
}
