import type { TodosEvent } from '../../common/model.js';
import { ident, isObject, list, remember, str, type Json } from '../fields.js';
import { inSession, type Envelope, type Reading, type State } from './state.js';

/** `TodoWrite` hands over its whole list. */
export function todoWrite(input: Json, envelope: Envelope, reading: Reading): void {
  if (Array.isArray(input.todos)) {
    reading.events.push({
      type: 'todos',
      ...inSession(envelope),
      at: envelope.at,
      items: itemsOf(input.todos),
    });
  }
}

/** A file of `todos/`: the list of one session or of one of its sub-agents. */
export function todoFile(record: unknown, name: string, at: number, reading: Reading): void {
  const [session, agent] = name.replace(/\.json$/, '').split('-agent-');
  if (!Array.isArray(record) || session === undefined || session === '') {
    reading.problems.push('the to-do list is not an array');
    return;
  }
  // A list that was never filled is left behind by every session.
  if (record.length > 0) {
    const thread = agent === undefined || agent === session ? {} : { thread: agent };
    reading.events.push({ type: 'todos', session, ...thread, at, items: itemsOf(record) });
  }
}

/** A file of `tasks/<session>/`: one task, `{id, subject, status}`. */
export function taskFile(record: unknown, session: string, at: number, reading: Reading): void {
  const task = isObject(record) ? taskOf(record)[0] : undefined;
  if (task === undefined) {
    reading.problems.push('the task has no id or no subject');
    return;
  }
  const items = task.status === 'deleted' ? [] : [{ text: task.text, status: statusOf(task.status) }];
  reading.events.push({ type: 'todos', session, task: task.id, at, items });
}

/**
 * The newer task tools change one task a call, and a result names what changed: `{task: {id, subject}}` of `TaskCreate`,
 * `{taskId, statusChange: {from, to}}` of `TaskUpdate`, `{tasks}` of `TaskList`. The list is put together here.
 */
export function taskResult(details: Json, envelope: Envelope, reading: Reading): void {
  const { state } = reading;
  const created = details.task;
  const id = ident(details.taskId);
  if (Array.isArray(details.tasks)) {
    state.tasks = details.tasks
      .filter(isObject)
      .slice(0, 100)
      .flatMap((task) => taskOf(task));
  } else if (isObject(created) && str(created.subject) !== undefined) {
    const task = taskOf(created)[0];
    if (task === undefined) {
      return;
    }
    state.tasks = state.tasks.filter((entry) => entry.id !== task.id);
    remember(state.tasks, task, 100);
  } else if (id !== undefined && isObject(details.statusChange)) {
    const status = ident(details.statusChange.to);
    state.tasks = state.tasks
      .filter((task) => task.id !== id || status !== 'deleted')
      .map((task) => (task.id === id && status !== undefined ? { ...task, status } : task));
  } else {
    return;
  }
  reading.events.push({
    type: 'todos',
    ...inSession(envelope),
    at: envelope.at,
    items: state.tasks.map((task) => ({ text: task.text, status: statusOf(task.status) })),
  });
}

function taskOf(task: Json): State['tasks'] {
  const id = typeof task.id === 'number' ? String(task.id) : ident(task.id);
  const text = str(task.subject);
  return id === undefined || text === undefined
    ? []
    : [{ id, text: text.slice(0, 300), status: ident(task.status) ?? 'pending' }];
}

function itemsOf(todos: unknown): TodosEvent['items'] {
  return list(todos)
    .filter(isObject)
    .flatMap((todo) => {
      const text = str(todo.content) ?? str(todo.activeForm);
      return text === undefined ? [] : [{ text, status: statusOf(todo.status) }];
    });
}

function statusOf(status: unknown): TodosEvent['items'][number]['status'] {
  return status === 'in_progress' || status === 'completed' ? status : 'pending';
}
