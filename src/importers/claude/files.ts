import { count, ident, isObject, list, object, typeName, word, type Json } from '../fields.js';
import { baseName } from '../../common/paths.js';
import { planFile } from './plans.js';
import type { Reading } from './state.js';
import { metaFile } from './subAgents.js';
import { taskFile, todoFile } from './todos.js';

/** A file that is one document. False when the path is that of a file of lines. */
export function wholeFile(record: unknown, reading: Reading): boolean {
  const { path, modifiedAt } = reading.file;
  if (path.startsWith('plans/')) {
    planFile(record, reading);
  } else if (path.startsWith('todos/')) {
    todoFile(record, baseName(path), modifiedAt, reading);
  } else if (path.startsWith('tasks/')) {
    taskFile(record, path.split('/')[1] ?? '', modifiedAt, reading);
  } else if (path.startsWith('sessions/')) {
    processFile(record, reading);
  } else if (path.endsWith('.meta.json')) {
    metaFile(record, reading.state.session ?? '', reading.fileThread ?? '', reading);
  } else if (path.endsWith('.json')) {
    workflowFile(record, reading.state.session ?? '', reading);
  } else {
    return false;
  }
  return true;
}

/** `sessions/<pid>.json`: a process that runs a session, `{pid, sessionId, cwd, startedAt, kind}`. It goes with the process. */
function processFile(record: unknown, reading: Reading): void {
  if (!isObject(record)) {
    reading.problems.push(`the description of a process is ${typeName(record)}, not an object`);
    return;
  }
  const session = ident(record.sessionId);
  const id = count(record.pid);
  if (session === undefined || id === undefined || id === 0) {
    reading.problems.push(session === undefined ? 'sessionId is missing' : 'pid is not a process');
    return;
  }
  // Where it runs and since when its own file tells; without that file there is nothing to show yet.
  reading.events.push({ type: 'session', session, process: id });
}

/**
 * `workflows/wf_*.json` of a session: one run of a workflow. Its form is known from other readers only, so that nothing is
 * expected of it: what names an agent is told, the rest is left.
 */
function workflowFile(record: unknown, session: string, reading: Reading): void {
  if (!isObject(record)) {
    reading.problems.push(`the description of a workflow is ${typeName(record)}, not an object`);
    return;
  }
  const name = word(record.workflowName) ?? word(record.name);
  const agents = Array.isArray(record.agents) ? list(record.agents) : Object.values(object(record.agents));
  for (const agent of agents.filter(isObject)) {
    workflowAgent(agent, name, session, reading);
  }
}

function workflowAgent(agent: Json, workflow: string | undefined, session: string, reading: Reading): void {
  const thread = ident(agent.agentId) ?? ident(agent.id);
  if (thread === undefined) {
    return;
  }
  const description = word(agent.description) ?? word(agent.label) ?? word(agent.key) ?? workflow;
  const agentType = word(agent.agentType);
  const model = word(agent.model);
  reading.events.push({
    type: 'sub_agent',
    session,
    thread,
    ...(agentType === undefined ? {} : { agentType }),
    ...(description === undefined ? {} : { description }),
    ...(model === undefined ? {} : { model }),
  });
}
