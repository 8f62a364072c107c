import type { ImportEvent } from '../../common/model.js';
import type { SourceFile } from '../importer.js';
import { utc, wallTime, zoneOf } from './times.js';

/** What was typed, and when by the clock on the wall. */
export interface Typed {
  wall: number;
  text: string;
}

/** The entries of `.aider.input.history`: `# 2026-06-09 14:01:05.123456`, then lines with a `+`. */
export function typedIn(text: string): Typed[] {
  const all: Typed[] = [];
  let lines: string[] | null = null;
  const close = (): void => {
    const entry = all.at(-1);
    if (lines !== null && entry !== undefined) {
      entry.text = lines.join('\n');
    }
  };
  for (const line of text.split(/\r?\n/)) {
    const wall = line.startsWith('# ') ? wallTime(line.slice(2)) : null;
    if (wall !== null) {
      close();
      all.push({ wall, text: '' });
      lines = [];
    } else if (line.startsWith('+')) {
      lines?.push(line.slice(1));
    }
  }
  close();
  return all.filter((entry) => entry.text.trim() !== '');
}

/** The lines of the prompt history, with the repository that they were typed in. */
export function prompts(text: string, project: string, file: SourceFile): ImportEvent[] {
  const all = typedIn(text);
  const newest = all.reduce((latest, { wall }) => Math.max(latest, wall), 0);
  const zone = zoneOf(newest, file.modifiedAt);
  return all.map((entry) => ({ type: 'prompt', at: utc(entry.wall, zone), text: entry.text, project }));
}
