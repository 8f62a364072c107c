/** A backup of the whole logbook: one file. */
export interface Backup {
  file: string;
  /** When it was taken, in milliseconds. */
  at: number;
  bytes: number;
}
