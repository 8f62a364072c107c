import { ident, object, str, time, type Json } from '../fields.js';
import { isUuid } from '../places.js';
import type { Reading } from './state.js';

/** A line of `history.jsonl`: what was typed at the prompt, in any session. */
export function prompt(record: Json, reading: Reading): void {
  const at = time(record.timestamp);
  const text = withPasted(str(record.display), object(record.pastedContents));
  if (at === null || text === undefined) {
    reading.problems.push(at === null ? 'timestamp is not a number' : 'display is missing');
    return;
  }
  const session = ident(record.sessionId);
  const project = str(record.project);
  reading.events.push({
    type: 'prompt',
    ...(session !== undefined && isUuid(session) ? { session } : {}),
    at,
    text,
    ...(project === undefined ? {} : { project }),
  });
}

/** What was pasted stands in the line as `[Pasted text #1 +12 lines]`, and is told beside it. */
function withPasted(text: string | undefined, pasted: Json): string | undefined {
  return text?.replace(/\[Pasted text #(\d{1,6})(?: \+\d{1,9} lines)?\]/g, (mark, id: string) => {
    const content = Object.hasOwn(pasted, id) ? str(object(pasted[id]).content) : undefined;
    return content ?? mark;
  });
}
