import { TitleRank } from '../../common/model.js';
import { count, object, str, time, typeName, word, type Json } from '../fields.js';
import { titleOf } from '../titles.js';
import type { Header, Reading } from './reading.js';
import { attached, say, type PartReading, type Place } from './say.js';
import { tool } from './toolPart.js';

/** A part of a message, by its type (`packages/opencode/src/session/message-v2.ts`). */
export function readPart(part: Json, place: Place, header: Header, reading: Reading): void {
  const began = time(object(part.time).start) ?? time(object(object(part.state).time).start);
  const at = began ?? time(object(part.time).created) ?? header.created;
  const of: PartReading = { part, place, header, reading, at };
  switch (part.type) {
    case 'text':
      return text(of);
    case 'reasoning':
      return say(of, { role: 'assistant', kind: 'thinking', text: str(part.text) ?? '' });
    case 'tool':
      return tool(of);
    case 'file':
      return file(of);
    case 'subtask':
      return subtask(of);
    case 'compaction':
      return say(of, {
        role: 'system',
        kind: 'notice',
        text:
          part.auto === true ? 'The context is full: it is compacted' : 'The user has the context compacted',
      });
    case 'retry': {
      const attempt = count(part.attempt);
      const why = str(object(object(part.error).data).message) ?? str(object(part.error).message);
      return say(of, {
        role: 'system',
        kind: 'retry',
        text: `${why ?? 'The request failed'}${attempt === undefined ? '' : ` (attempt ${attempt})`}`,
      });
    }
    default:
      if (!SILENT.has(str(part.type) ?? '')) {
        const type = str(part.type)?.slice(0, 80) ?? typeName(part.type);
        reading.events.push({ type: 'unknown', name: `part ${type}` });
      }
  }
}

/**
 * Known and told otherwise: steps repeat the tokens of their message; snapshots and patches name states of the folder, whose
 * changes the tools tell; `agent` is where in the prompt an agent was named.
 */
const SILENT: ReadonlySet<string> = new Set([
  'step-start',
  'step-finish',
  'snapshot',
  'patch',
  'agent',
  'source-url',
]);

/** `synthetic` text was written by the program; `ignored` text is shown to the user only. */
function text(of: PartReading): void {
  const { part, place, header, reading } = of;
  const said = str(part.text) ?? '';
  if (header.data.role !== 'user') {
    // The answer to a compaction is the summary that the conversation goes on from.
    const kind = header.data.summary === true ? 'compaction' : 'text';
    return say(of, { role: 'assistant', kind, text: said });
  }
  if (part.ignored === true) {
    return say(of, { role: 'system', kind: 'notice', text: said });
  }
  if (part.synthetic === true) {
    return say(of, { role: 'user', kind: 'injected', text: said });
  }
  if (header.isChild) {
    return say(of, { role: 'user', kind: 'injected', text: said, isTask: true });
  }
  if (place.opens && said.trim() !== '') {
    const title = { text: titleOf(said), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: header.session, title });
  }
  say(of, { role: 'user', kind: 'prompt', text: said });
}

/** `{mime, filename, url}`: attached to a prompt, or made by the model. */
function file(of: PartReading): void {
  const { part, header } = of;
  const attachments = attached([part]);
  const name = str(part.filename) ?? (attachments[0] === undefined ? str(part.url) : undefined);
  const role = header.data.role === 'user' ? 'user' : 'assistant';
  say(of, {
    role,
    kind: role === 'user' ? 'injected' : 'text',
    text: name?.slice(0, 8192) ?? '',
    ...(attachments.length === 0 ? {} : { attachments }),
  });
}

/** `{prompt, description, agent, command}`: the user has a sub-agent do something, mostly by a command. */
function subtask(of: PartReading): void {
  const command = word(of.part.command);
  const prompt = str(of.part.prompt) ?? '';
  if (command === undefined) {
    return say(of, { role: 'user', kind: 'injected', text: prompt });
  }
  say(of, { role: 'user', kind: 'command', text: `/${command}` });
  say(of, { role: 'user', kind: 'injected', text: prompt }, '/prompt');
}
