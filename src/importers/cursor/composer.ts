import { TitleRank, type SessionEvent } from '../../common/model.js';
import { folder, ident, isObject, list, num, object, str, time, word, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import { pathOfUri } from '../uris.js';
import { bubble } from './bubble.js';
import { answeredOnce, type Reading } from './reading.js';

/**
 * `composerData:<id>`: a conversation. `{name, createdAt, lastUpdatedAt, modelConfig, subagentInfo, todos, usageData,
 * workspaceIdentifier, createdOnBranch}`, and in versions until 2 its bubbles, `conversation`.
 */
export function composer(id: string, data: Json, reading: Reading): void {
  const inside = list(data.conversation);
  const { events } = reading;
  const updated = time(data.lastUpdatedAt);
  const event = headOf(id, data);
  const sub = object(data.subagentInfo);
  const parent = ident(sub.parentComposerId) ?? ident(sub.rootParentConversationId);
  if (parent !== undefined && parent !== id) {
    event.parent = parent;
    const type = word(sub.subagentTypeName) ?? word(sub.subagentType);
    const call = ident(sub.toolCallId);
    Object.assign(
      event,
      type === undefined ? {} : { agentType: type },
      call === undefined ? {} : { parentCall: call },
    );
  }
  const origin = ident(object(data.forkedFrom).composerId) ?? ident(data.forkedFromComposerId);
  if (origin !== undefined && origin !== id) {
    event.forkedFrom = origin;
  }
  const branch = word(data.createdOnBranch) ?? word(object(data.activeBranch).branchName);
  if (branch !== undefined) {
    event.branch = branch;
  }
  const cost = costOf(data.usageData);
  if (cost > 0) {
    event.agentCostUsd = cost;
  }
  events.push(event);
  if (event.title !== undefined) {
    answeredOnce(id, event.at ?? null, reading);
  }
  if (typeof data.hasBlockingPendingActions === 'boolean') {
    const waiting = data.hasBlockingPendingActions;
    events.push({ type: 'session', session: id, ...(updated === null ? {} : { at: updated }), waiting });
  }
  if (Array.isArray(data.todos) && data.todos.length > 0) {
    events.push({ type: 'todos', session: id, at: updated, items: todosOf(data.todos) });
  }
  const model = word(object(data.modelConfig).modelName);
  inside.forEach((entry, nth) => {
    if (isObject(entry)) {
      const place = { nth, model, folder: event.cwd, isChild: parent !== undefined };
      bubble({ session: id, id: ident(entry.bubbleId) ?? `${nth}`, ...place }, entry, reading);
    } else {
      reading.problems.push('composerData.conversation has what is no object');
    }
  });
}

/** What a list of composers tells of one: name, folder, times. */
export function headOf(id: string, data: Json): SessionEvent {
  const event: SessionEvent = { type: 'session', session: id, client: 'ide' };
  const created = time(data.createdAt);
  if (created !== null) {
    event.at = created;
  }
  const name = str(data.name);
  if (name !== undefined && name.trim() !== '') {
    event.title = { text: titleOf(name), rank: TitleRank.generated };
  }
  const cwd = folder(pathOfUri(object(data.workspaceIdentifier).uri));
  if (cwd !== undefined) {
    event.cwd = cwd;
  }
  if (data.isArchived === true) {
    event.archived = true;
  }
  return event;
}

function todosOf(
  todos: readonly unknown[],
): { text: string; status: 'pending' | 'in_progress' | 'completed' }[] {
  return todos.filter(isObject).flatMap((todo) => {
    const text = str(todo.content);
    const status = STATUSES.get(str(todo.status)?.toLowerCase() ?? '') ?? 'pending';
    return text === undefined ? [] : [{ text, status }];
  });
}

const STATUSES: ReadonlyMap<string, 'pending' | 'in_progress' | 'completed'> = new Map([
  ['in_progress', 'in_progress'],
  ['completed', 'completed'],
  ['cancelled', 'completed'],
]);

/** `{<model>: {costInCents, amount}}`: what Cursor says that it costs, in dollars. */
function costOf(usage: unknown): number {
  const cents = Object.values(object(usage)).map((entry) => num(object(entry).costInCents) ?? 0);
  return cents.reduce((sum, one) => sum + Math.max(0, one), 0) / 100;
}
