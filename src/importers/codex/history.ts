import { TitleRank } from '../../common/model.js';
import { ident, num, str, time, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import type { Reading } from './state.js';

/** A line of `session_index.jsonl`: the name of a thread; the last one holds. */
export function threadName(record: Json, reading: Reading): void {
  const session = ident(record.id);
  const name = str(record.thread_name);
  if (session === undefined) {
    reading.problems.push('id is missing');
  } else if (name !== undefined) {
    reading.events.push({ type: 'session', session, title: { text: titleOf(name), rank: TitleRank.index } });
  }
}

/** A line of `history.jsonl`: what was typed at the prompt, in any thread. Its time is in seconds. */
export function prompt(record: Json, reading: Reading): void {
  const seconds = num(record.ts);
  const at = time((seconds ?? NaN) * 1000);
  const text = str(record.text);
  if (at === null || text === undefined) {
    reading.problems.push(at === null ? 'ts is not a number' : 'text is missing');
    return;
  }
  const session = ident(record.session_id);
  reading.events.push({
    type: 'prompt',
    ...(session === undefined ? {} : { session }),
    at,
    text,
  });
}
