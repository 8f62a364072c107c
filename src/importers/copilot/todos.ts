import type { TodosEvent } from '../../common/model.js';
import { str } from '../fields.js';
import type { Reading } from './state.js';

type Status = TodosEvent['items'][number]['status'];

/** `update_todo` of older versions takes the whole list as Markdown: `- [ ]`, `- [x]`, and `- [~]` or `- [-]` in between. */
export function todosOf(markdown: unknown, reading: Reading): void {
  const items = (str(markdown) ?? '').split('\n').flatMap((line): TodosEvent['items'] => {
    const [, mark, text] = /^\s*(?:[-*]|\d+\.)\s*\[(.)\]\s*(.+)$/.exec(line.slice(0, 2000)) ?? [];
    return mark === undefined || text === undefined
      ? []
      : [
          {
            text: text.trim(),
            status: mark === ' ' ? 'pending' : /x/i.test(mark) ? 'completed' : 'in_progress',
          },
        ];
  });
  if (items.length > 0) {
    const { session, thread, at } = reading;
    reading.events.push({ type: 'todos', session, ...(thread === undefined ? {} : { thread }), at, items });
  }
}

/** A row's status in the session's own database: pending, in_progress, done or blocked. */
export function statusOf(status: unknown): Status {
  return status === 'done' || status === 'completed'
    ? 'completed'
    : status === 'in_progress'
      ? 'in_progress'
      : 'pending';
}
