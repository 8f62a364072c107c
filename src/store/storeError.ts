/**
 * Why the store could not do something: a newer extension wrote the file, another process of this machine has it (`locked`)
 * or one that cannot be seen from here (`foreign`), the folder cannot be written, the disk is full, the file is damaged, the disk failed, the sql.js build is not known, or a bug (`sql`).
 */
export type StoreErrorReason =
  'newer' | 'locked' | 'foreign' | 'read-only' | 'full' | 'corrupt' | 'io' | 'unknown-build' | 'sql';

/** Trouble with the database or its folder, told so that it can be shown as it is: what, which file, what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly reason: StoreErrorReason,
    readonly file: string,
    readonly problem: string,
    /** What the user can do; empty when there is nothing. */
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    const named = problem.includes(file) ? problem : `${problem} (${file})`;
    super(remedy === '' ? named : `${named}. ${remedy}`, options);
  }
}
