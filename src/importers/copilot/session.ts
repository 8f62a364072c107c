import type { SessionEvent } from '../../common/model.js';
import { TitleRank } from '../../common/model.js';
import { folder, ident, num, object, str, word, type Json } from '../fields.js';
import { isUuid } from '../places.js';
import { titleOf } from '../titles.js';
import type { Reading } from './state.js';
import { optional } from './usage.js';

/** From then on GitHub sells AI credits at a cent each; what `totalNanoAiu` says of earlier sessions has no price. */
const CREDITS_SINCE = Date.UTC(2026, 5, 1);
const DOLLARS_A_CREDIT = 0.01;

/**
 * `session.start`: who wrote the file, and where the session runs. A file in the folder of another session's id is a fork,
 * whose first event is a copy.
 */
export function start(data: Json, reading: Reading): void {
  const id = ident(data.sessionId);
  const { session } = reading;
  const event = placed(object(data.context), reading);
  event.agentVersion = word(data.copilotVersion);
  const spawner = ident(data.detachedFromSpawningParentSessionId);
  if (spawner !== undefined && spawner !== session) {
    event.parent = spawner;
    event.headless = true;
  }
  if (id !== undefined && id !== session && isUuid(id)) {
    event.forkedFrom = id;
    reading.state.forkTold = true;
  }
  if (str(data.vscodeVersion) !== undefined) {
    event.client = 'ide';
    reading.state.clientTold = true;
  }
  modelChosen(data.selectedModel, reading);
  push(event, reading);
}

/** `session.resume`, and `session.context_changed`, whose data is the context itself. */
export function placedAnew(context: Json, selectedModel: unknown, reading: Reading): void {
  modelChosen(selectedModel, reading);
  push(placed(context, reading), reading);
}

export function modelChosen(model: unknown, { state }: Reading): void {
  const name = word(model);
  // "auto" is no model: which one it stands for is told with each answer.
  if (name !== undefined && name !== 'auto') {
    state.model = name;
  }
}

export function titleChanged(title: unknown, reading: Reading): void {
  const text = titleOf(str(title) ?? '');
  if (text !== '') {
    push({ title: { text, rank: TitleRank.generated } }, reading);
  }
}

/** The instructions of a run without a person begin in their own way. Told once, because a session has one client. */
export function clientOf(instructions: unknown, reading: Reading): void {
  const { state } = reading;
  if (!state.clientTold && reading.agent === 'copilot') {
    state.clientTold = true;
    const alone = (str(instructions) ?? '').slice(0, 2000).includes('in non-interactive mode');
    push(alone ? { client: 'exec', headless: true } : { client: 'cli' }, reading);
  }
}

/** What the session has cost by the agent's own account, in billionths of a credit. */
export function costOf(nanoCredits: unknown, reading: Reading): void {
  const credits = (num(nanoCredits) ?? 0) / 1e9;
  if (credits > 0 && credits < 1e6 && reading.at !== null && reading.at >= CREDITS_SINCE) {
    push({ agentCostUsd: credits * DOLLARS_A_CREDIT }, reading);
  }
}

type Facts = { [K in keyof SessionEvent]?: SessionEvent[K] | undefined };

/** Folder and branch hold for what follows, until a later event says otherwise. */
function placed(context: Json, { state }: Reading): Facts {
  const cwd = folder(context.cwd);
  const branch = word(context.branch);
  state.cwd = cwd ?? state.cwd;
  state.branch = branch !== undefined && branch !== 'HEAD' ? branch : state.branch;
  return { cwd, branch: branch === 'HEAD' ? undefined : branch };
}

function push(facts: Facts, { session, at, events }: Reading): void {
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  events.push({ type: 'session', session, ...optional('at', at ?? undefined), ...told });
}
