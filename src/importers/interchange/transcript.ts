import { fingerprint, typeName } from '../fields.js';
import type { SourceFile } from '../importer.js';
import { converter, type Converted } from './converter.js';
import { turnEvents, type Turn } from './turns.js';

/**
 * A plain conversation: `Human:` (or `User:`) and `Assistant:` (or `AI:`, `Claude:`, `Model:`) at the start of a line, alone or before the
 * words, in Markdown bold or as a heading, too. It tells neither times nor tokens: the session has the file's time.
 */
export const transcript = converter('transcript', 'Transcript', 'text', read);

/** Who speaks from this line on, and the rest of the line; null: nobody new. */
export function speakerOf(line: string): { role: Turn['role']; rest: string } | null {
  const found =
    /^(?:#{1,4} )?(?:\*\*)?(Human|User|Assistant|AI|Claude|Model)(?:\*\*)?:(?:\*\*)?[ \t]*(.*)$/.exec(line);
  return found === null
    ? null
    : { role: found[1] === 'Human' || found[1] === 'User' ? 'user' : 'assistant', rest: found[2] ?? '' };
}

function read(text: unknown, file: SourceFile): Converted {
  if (typeof text !== 'string') {
    return { events: [], problems: [`the transcript is ${typeName(text)}, not a text`] };
  }
  const turns: { role: Turn['role']; lines: string[] }[] = [];
  let isFenced = false;
  for (const line of text.split(/\r?\n/)) {
    const speaker = isFenced ? null : speakerOf(line);
    if (speaker !== null) {
      turns.push({ role: speaker.role, lines: [speaker.rest] });
      continue;
    }
    if (/^\s*```/.test(line)) {
      isFenced = !isFenced;
    }
    turns.at(-1)?.lines.push(line);
  }
  const spoken = turns.map(({ role, lines }): Turn => ({
    role,
    at: null,
    parts: [{ kind: 'text', text: lines.join('\n').trim() }],
  }));
  if (spoken.length === 0) {
    return { events: [], problems: ['no line begins with Human: or Assistant:'] };
  }
  const opening = spoken.find(({ role }) => role === 'user')?.parts[0]?.text ?? '';
  const session = `transcript-${fingerprint(opening)}-${fingerprint(spoken[1]?.parts[0]?.text ?? '')}`;
  const at = file.modifiedAt > 0 ? { at: Math.round(file.modifiedAt) } : {};
  return {
    events: [{ type: 'session', session, ...at }, ...turnEvents('transcript', session, spoken)],
    problems: [],
  };
}
