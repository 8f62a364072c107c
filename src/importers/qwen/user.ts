import { TitleRank } from '../../common/model.js';
import { object, str, type Json } from '../fields.js';
import { kindOf, split } from '../geminiWords.js';
import { contentOf, message, title } from './messages.js';
import type { Envelope, Reading } from './state.js';
import { answered } from './waiting.js';

/** A line of the user's role: the user's words, or, by its `subtype` and `provenance`, what the program put there. */
export function user(line: Json, envelope: Envelope, reading: Reading): void {
  const { state } = reading;
  const parts = contentOf(line, reading);
  const subtype = str(line.subtype);
  const isOwn = subtype === undefined || OWN.has(subtype);
  if (subtype !== undefined && !isOwn && !INJECTED.has(subtype)) {
    reading.events.push({ type: 'unknown', name: `user/${subtype.slice(0, 60)}` });
  }
  const { attachments } = parts;
  if (!isOwn || line.provenance === 'system' || line.provenance === 'goal_runtime') {
    message(
      { role: 'user', kind: 'injected', text: parts.texts.join('\n'), attachments },
      '',
      envelope,
      reading,
    );
    return;
  }
  if (envelope.thread !== undefined) {
    const isTask = state.titled ? {} : { isTask: true };
    state.titled = true;
    message(
      { role: 'user', kind: 'injected', text: parts.texts.join('\n'), attachments, ...isTask },
      '',
      envelope,
      reading,
    );
    return;
  }
  const { typed, added } = split(parts.texts, str(object(line.systemPayload).displayText));
  const kind = kindOf(typed);
  message({ role: 'user', kind: 'injected', text: added }, 'added', envelope, reading);
  message(
    {
      role: kind === 'compaction' ? 'system' : 'user',
      ...{ kind, text: typed, attachments },
      ...(subtype === 'mid_turn_user_message' ? { queued: true } : {}),
    },
    '',
    envelope,
    reading,
  );
  if (kind === 'prompt' && typed.trim() !== '') {
    if (!state.titled) {
      state.titled = true;
      title(typed, TitleRank.prompt, envelope, reading);
    }
    answered(undefined, envelope, reading);
  }
}

/** Typed while the model worked, or spoken. */
const OWN: ReadonlySet<string> = new Set(['mid_turn_user_message', 'realtime_message']);
/** Of the background, of a timer, of the program's own goals, and the task that starts a sub-agent again. */
const INJECTED: ReadonlySet<string> = new Set([
  'notification',
  'cron',
  'goal_runtime',
  'agent_launch_prompt',
  'agent_retry',
]);
