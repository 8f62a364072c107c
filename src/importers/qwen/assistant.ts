import { object, remember, str, word, type Json } from '../fields.js';
import type { PartCall } from '../geminiParts.js';
import { geminiTool } from '../geminiTools.js';
import { contentOf, message } from './messages.js';
import type { Envelope, Reading } from './state.js';
import { usage } from './usage.js';
import { asked } from './waiting.js';

/** An answer of the model: thinking, text and calls. */
export function assistant(line: Json, envelope: Envelope, reading: Reading): void {
  const { state } = reading;
  const parts = contentOf(line, reading);
  // A sub-agent's lines have no model; its description has.
  const model = word(line.model) ?? (envelope.thread === undefined ? undefined : word(reading.meta.model));
  const key = usage(line, model ?? null, envelope, reading);
  if (key !== undefined) {
    state.response = key;
  }
  const response = key ?? (envelope.thread === undefined ? undefined : (state.response ?? undefined));
  const about = {
    ...(model === undefined ? {} : { model }),
    ...(response === undefined ? {} : { response }),
  };
  const thinking = parts.thinking.filter((text) => text !== '').join('\n\n');
  message({ role: 'assistant', kind: 'thinking', text: thinking, ...about }, 'thinking', envelope, reading);
  const { calls, attachments } = parts;
  const text = parts.texts.join('\n');
  message(
    { role: 'assistant', kind: 'text', text, attachments, ...about },
    calls.length === 0 ? '' : 'text',
    envelope,
    reading,
  );
  calls.forEach((call, index) => {
    const callId = call.id ?? `${envelope.uuid}#${index}`;
    const tool = { callId, name: call.name, category: geminiTool(call.name) };
    const suffix = index === calls.length - 1 ? '' : String(index);
    message({ role: 'assistant', kind: 'tool', text: call.input, tool, ...about }, suffix, envelope, reading);
    called(callId, call, envelope, reading);
  });
}

/** What the call's outcome will not tell again. */
function called(callId: string, call: PartCall, envelope: Envelope, reading: Reading): void {
  const { name } = call;
  const args = object(call.args);
  const path = geminiTool(name) === 'edit' ? (str(args.file_path) ?? str(args.notebook_path)) : undefined;
  remember(
    reading.state.calls,
    { id: callId, name, ...(path === undefined ? {} : { path: path.slice(0, 400) }) },
    48,
  );
  const plan = name === 'exit_plan_mode' ? str(args.plan) : undefined;
  if (plan !== undefined && !envelope.copied) {
    const { session, at } = envelope;
    reading.events.push({ type: 'plan', session, name: session, at, text: plan });
  }
  if (name === 'exit_plan_mode' || name === 'ask_user_question') {
    asked(callId, envelope, reading);
  }
}
