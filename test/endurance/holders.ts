import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Notes that a process is about to be killed, which cannot note that itself. */
export function noteKill(file: string, pid: number): void {
  appendFileSync(file, `k${pid}.\n`);
}

/** What the notes of holders.cjs tell: how often the database was opened, and by whom while another had it. */
export function readHolders(file: string): { opened: number; together: string[] } {
  const together: string[] = [];
  let opened = 0;
  let holder: string | null = null;
  for (const note of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const who = note.slice(1);
    if (note.startsWith('+')) {
      opened++;
      if (holder !== null && holder !== who) {
        together.push(`process ${who} opened the database while ${holder} had it`);
      }
      holder = who;
    } else if (note.startsWith('-') ? holder === who : note.startsWith('k') && holder?.startsWith(who)) {
      holder = null;
    }
  }
  return { opened, together };
}
