import type { TodosEvent } from '../../common/model.js';
import { isObject, list, str } from '../fields.js';
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

/** A list as `manage_todo_list` of the chat in VS Code takes it: `[{id, title, status}]`. */
export function todoList(value: unknown): TodosEvent['items'] {
  return list(value)
    .filter(isObject)
    .flatMap(({ title, status }) => {
      const text = str(title);
      return text === undefined ? [] : [{ text, status: statusOf(status) }];
    });
}

/** A status: pending, in_progress, done or blocked in the session's own database, other words of the chat in VS Code. */
export function statusOf(status: unknown): Status {
  return status === 'done' || status === 'completed'
    ? 'completed'
    : status === 'in_progress' || status === 'in-progress'
      ? 'in_progress'
      : 'pending';
}
