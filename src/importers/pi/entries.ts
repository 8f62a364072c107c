import { contentOf } from '../attachments.js';
import { ident, isObject, str, typeName, type Json } from '../fields.js';
import { answeredBy } from '../lineChain.js';
import { assistant } from './assistant.js';
import { message, titleFrom } from './messages.js';
import type { Reading } from './state.js';
import { toolResult } from './toolResult.js';

/** A line of the tree, by its `type`; what was said is a `message` with a role. */
export function entry(record: Json, reading: Reading): void {
  const type = str(record.type) ?? '';
  switch (type) {
    case 'message':
      return spoken(record, reading);
    case 'custom_message':
      return injected(record.content, reading);
    case 'compaction':
    case 'compactionSummary':
      return summary(record, 'The conversation was compacted', reading);
    case 'branch_summary':
    case 'branchSummary':
      return summary(record, 'A way of the conversation was left', reading, before(reading));
    default:
      if (!SILENT.has(type)) {
        reading.events.push({ type: 'unknown', name: type === '' ? 'line without type' : type.slice(0, 80) });
      }
  }
}

/**
 * Settings, whose effect the answers tell; what extensions remember for themselves; bookmarks.
 */
const SILENT: ReadonlySet<string> = new Set(['model_change', 'thinking_level_change', 'custom', 'label']);

function spoken(record: Json, reading: Reading): void {
  const told = record.message;
  if (!isObject(told)) {
    reading.problems.push(`message is ${typeName(told)}, not an object`);
    return;
  }
  const role = str(told.role) ?? '';
  switch (role) {
    case 'user':
      return prompt(told, reading);
    case 'assistant':
      return assistant(told, reading);
    case 'toolResult':
      return toolResult(told, reading);
    case 'bashExecution':
      return shell(told, reading);
    case 'custom':
    case 'hookMessage':
      return injected(told.content, reading);
    case 'compactionSummary':
    case 'branchSummary':
      return summary(told, 'The conversation was compacted', reading);
    default:
      reading.events.push({ type: 'unknown', name: `message/${role.slice(0, 60)}` });
  }
}

function prompt(told: Json, reading: Reading): void {
  const { content } = told;
  if (content !== undefined && typeof content !== 'string' && !Array.isArray(content)) {
    reading.problems.push(`message.content is ${typeName(content)}`);
    return;
  }
  const { text, attachments } = contentOf(content);
  message({ role: 'user', kind: 'prompt', text, attachments, ...before(reading) }, '', reading);
  titleFrom(text, reading);
}

/** `!command`: its output is the program's. */
function shell(told: Json, reading: Reading): void {
  const text = str(told.command) ?? '';
  const output = str(told.output) ?? '';
  message({ role: 'user', kind: 'shell', text, ...before(reading) }, output === '' ? '' : 'command', reading);
  message({ role: 'user', kind: 'injected', text: output }, '', reading);
}

/** What an extension put into the conversation. */
function injected(content: unknown, reading: Reading): void {
  const { text, attachments } = contentOf(content);
  message({ role: 'user', kind: 'injected', text, attachments }, '', reading);
}

function summary(told: Json, otherwise: string, reading: Reading, from: { parent?: string } = {}): void {
  const text = str(told.summary) ?? otherwise;
  message({ role: 'system', kind: 'compaction', text, ...from }, '', reading);
}

/** The user may go on from any line. */
function before({ line, state }: Reading): { parent?: string } {
  const parent = ident(answeredBy(line.after, state.chain));
  return parent === undefined ? {} : { parent };
}
