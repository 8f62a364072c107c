import { homedir, userInfo } from 'node:os';
import { basename } from 'node:path';

/** The names that this machine's user has in texts of terminals and programs. */
export function peopleHere(): string[] {
  const names = [basename(homedir())];
  try {
    names.push(userInfo().username);
  } catch {
    // A container may run under a number that has no name.
  }
  return names;
}
