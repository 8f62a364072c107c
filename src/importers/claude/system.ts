import type { MessageKind } from '../../common/model.js';
import { count, list, num, object, str, type Json } from '../fields.js';
import { userText } from './injected.js';
import { message } from './messages.js';
import type { Envelope, Reading } from './state.js';
import { said } from './user.js';

/** A line of the program itself. What a reader of the session would want to know becomes a notice, the rest nothing. */
export function system(line: Json, envelope: Envelope, reading: Reading): void {
  const content = str(line.content);
  switch (line.subtype) {
    case 'compact_boundary':
      return note('compaction', compacted(object(line.compactMetadata)), envelope, reading);
    case 'microcompact_boundary': {
      const saved = count(object(line.microcompactMetadata).tokensSaved);
      return note(
        'notice',
        saved === undefined
          ? content
          : `Old tool results were dropped from the context: ${saved} tokens saved`,
        envelope,
        reading,
      );
    }
    case 'api_error':
    case 'error':
      return note(isTriedAgain(line) ? 'retry' : 'error', errorText(line), envelope, reading);
    case 'api_refusal':
    case 'model_refusal_fallback':
      return note('notice', refusal(line), envelope, reading);
    case 'stop_hook_summary':
      return note('hook', hooks(line), envelope, reading);
    case 'local_command': {
      // Commands that never reach the model are kept as lines of the program, in the form of the user's.
      const own = userText(content ?? '');
      return said(own.kind === 'prompt' ? { kind: 'injected', text: own.text } : own, [], envelope, reading);
    }
    case 'turn_duration':
    case 'session_start':
    case 'bridge_status':
    case 'agents_killed':
    case 'memory_saved':
      return;
    case 'away_summary':
    case 'informational':
    case 'scheduled_task_fire':
    case 'permission_retry':
    case undefined:
    case null:
      return note('notice', content, envelope, reading);
    default:
      reading.events.push({ type: 'unknown', name: `system/${(str(line.subtype) ?? '').slice(0, 60)}` });
      return note('notice', content, envelope, reading);
  }
}

function note(kind: MessageKind, text: string | undefined, envelope: Envelope, reading: Reading): void {
  if (text !== undefined && text !== '') {
    message({ role: 'system', kind, text }, envelope, reading);
  }
}

function compacted(facts: Json): string {
  const before = count(facts.preTokens);
  const after = count(facts.postTokens);
  const how = facts.trigger === 'manual' ? ' on request' : facts.trigger === 'auto' ? ' automatically' : '';
  const size =
    before === undefined
      ? ''
      : after === undefined
        ? `: ${before} tokens before`
        : `: ${before} tokens to ${after}`;
  return `The conversation was compacted${how}${size}`;
}

function errorText(line: Json): string {
  const error = object(line.error);
  const inner = object(error.error);
  const cause =
    str(error.formatted) ??
    str(error.message) ??
    str(object(inner.error).message) ??
    str(inner.message) ??
    str(line.error) ??
    str(line.content) ??
    (num(error.status) === undefined ? undefined : `status ${num(error.status)}`) ??
    'no details';
  const [attempt, most] = [count(line.retryAttempt), count(line.maxRetries)];
  const wait = num(line.retryInMs);
  const again = wait === undefined ? '' : `, again after ${Number((wait / 1000).toFixed(1))} s`;
  return attempt !== undefined && isTriedAgain(line)
    ? `API error: ${cause} (attempt ${attempt} of ${most}${again})`
    : `API error: ${cause}`;
}

/** The last attempt's failure is told by an answer. */
function isTriedAgain(line: Json): boolean {
  return (count(line.retryAttempt) ?? 0) > 0 && (count(line.maxRetries) ?? 0) > 0;
}

function refusal(line: Json): string {
  const [from, to] = [str(line.originalModel), str(line.fallbackModel)];
  const retracted = list(line.retractedMessageUuids).length;
  const why = str(line.apiRefusalExplanation) ?? str(line.content);
  return [
    from !== undefined && to !== undefined
      ? `The model changed from ${from} to ${to} after a refusal`
      : 'The model refused',
    why === undefined ? '' : `: ${why}`,
    retracted === 0 ? '' : ` (${retracted} messages retracted)`,
  ].join('');
}

/** Hooks that ended well are no news. */
function hooks(line: Json): string | undefined {
  const errors = list(line.hookErrors).map(
    (error) => str(error) ?? str(object(error).message) ?? str(object(error).error) ?? '',
  );
  const stopped = line.preventedContinuation === true;
  if (errors.length === 0 && !stopped) {
    return undefined;
  }
  const reason = str(line.stopReason);
  return [
    stopped
      ? `A stop hook kept the agent going${reason === undefined ? '' : `: ${reason}`}`
      : 'A stop hook failed',
    ...errors.filter((error) => error !== ''),
  ].join('\n');
}
