import type { UsageEvent } from '../../common/model.js';
import { groupOf, optional, RANK, responseKey, tokensOf } from '../copilot/usage.js';
import { count, ident, isObject, object, str, time, tokens, word, type Json } from '../fields.js';
import { answer } from './answer.js';
import { message, type Reading, type Turn } from './messages.js';
import { attachmentsOf } from './texts.js';
import { nextTurn } from './turns.js';

/** What was asked, and the answer as far as it has come. */
export function request(one: Json, reading: Reading): void {
  const at = time(one.timestamp);
  const text = str(object(one.message).text) ?? str(one.message) ?? '';
  const uid = nextTurn(reading.turns, text);
  const id = ident(one.responseId) ?? ident(one.requestId) ?? uid;
  const response = responseKey('vscode-copilot', reading.session, id);
  const isEnded = isObject(one.result) || [1, 2, 3].includes(Number(object(one.modelState).value));
  const turn: Turn = { ...reading, at, model: modelOf(one), response: isEnded ? response : undefined };
  const attachments = attachmentsOf(object(one.variableData).variables);
  const command = str(object(one.slashCommand).name);
  if (text !== '' || attachments.length > 0) {
    const prompt = message(
      { role: 'user', kind: command === undefined ? 'prompt' : 'command', text },
      uid,
      turn,
      attachments,
    );
    // An edited prompt takes the place of the one before, which then stands on another branch.
    if (reading.turns.last !== null) {
      prompt.parent = reading.turns.last;
    }
    reading.turns.last = uid;
    reading.events.push(prompt);
  }
  answer(one, isEnded, turn);
  ended(one, turn);
  if (isEnded) {
    reading.events.push(usageOf(one, response, turn));
    const endedAt = endOf(one, at);
    if (endedAt !== null) {
      reading.events.push({ type: 'session', session: reading.session, at: endedAt });
    }
  }
}

/** When the answer was complete: told as a time, before 1.109 as so many milliseconds after it was asked. */
function endOf(one: Json, at: number | null): number | null {
  const took = count(object(object(one.result).timings).totalElapsed);
  return (
    time(object(one.modelState).completedAt) ?? (at === null || took === undefined ? null : time(at + took))
  );
}

/** How the answer ended, when it was not simply done. */
function ended(one: Json, turn: Turn): void {
  const failure = str(object(object(one.result).errorDetails).message);
  const isCanceled = one.isCanceled === true || object(one.modelState).value === 2;
  if (isCanceled) {
    turn.events.push(
      message({ role: 'system', kind: 'interrupt', text: 'Canceled' }, `${turn.turns.turn}/canceled`, turn),
    );
  } else if (failure !== undefined) {
    turn.events.push(
      message({ role: 'system', kind: 'error', text: failure }, `${turn.turns.turn}/error`, turn),
    );
  }
}

/**
 * Some versions tell what a request used: of its last call of a model alone, so that it is a part. Others tell nothing, and it
 * is unknown.
 */
function usageOf(one: Json, key: string, { session, at, model, cwd, branch, problems }: Turn): UsageEvent {
  const result = object(one.result);
  const metadata = object(result.metadata);
  const used = [metadata, object(result.usage), object(metadata.usage)].find(
    ({ promptTokens }) => promptTokens !== undefined && promptTokens !== null,
  );
  const input = tokens(used ?? {}, 'promptTokens', 'result', problems);
  const outputField = used?.outputTokens === undefined ? 'completionTokens' : 'outputTokens';
  const output = tokens(used ?? {}, outputField, 'result', problems);
  const known = used !== undefined && input !== null && output !== null;
  return {
    type: 'usage',
    session,
    key,
    group: groupOf('vscode-copilot', session, 0),
    rank: RANK.turn,
    preference: 0,
    at,
    isCopy: false,
    model: model ?? null,
    tokens: known ? tokensOf([input, 0, 0, output, 0], null) : null,
    ...(known ? { approximate: true as const } : {}),
    ...optional('branch', branch ?? undefined),
    ...optional('cwd', cwd ?? undefined),
    ...optional('requestId', ident(metadata.responseId)),
  };
}

/** `copilot/<model>`. Behind "auto" stands the model that the answer names: "Claude Sonnet 4.5 • 1x". */
function modelOf(one: Json): string | undefined {
  const result = object(one.result);
  const resolved = word(object(result.metadata).resolvedModel);
  const name = word(one.modelId)?.replace(/^copilot\//, '');
  if (resolved !== undefined || (name !== undefined && name !== 'auto')) {
    return resolved ?? name;
  }
  const told = str(result.details)?.split('•')[0]?.trim();
  return told === undefined || told === '' ? undefined : word(told.toLowerCase().replaceAll(/\s+/g, '-'));
}
