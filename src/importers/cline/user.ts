import { TitleRank } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import { isObject, list, object, word } from '../fields.js';
import { titleOf } from '../titles.js';
import { answered } from './calls.js';
import { parentIn } from './manifest.js';
import { message, type Reading, type Said } from './reading.js';

/**
 * A message of the user's role: what was typed stands in `<user_input mode="act">`; answers of tools, reminders of the program
 * and the summary that a compaction left have the role too.
 */
export function user(said: Said, reading: Reading): void {
  const { fields } = said;
  const metadata = object(fields.metadata);
  const { text, attachments } = contentOf(
    typeof fields.content === 'string' ? fields.content : list(fields.content).filter(isWords),
  );
  for (const block of list(fields.content).filter(isObject)) {
    if (block.type === 'tool_result') {
      answered(block, said.at, reading);
    } else if (!KNOWN.has(word(block.type) ?? '')) {
      reading.events.push({
        type: 'unknown',
        name: `block ${word(block.type) ?? 'without type'}`.slice(0, 80),
      });
    }
  }
  if (metadata.kind === 'compaction_summary' || fields.compactionSummary === true) {
    message({ role: 'system', kind: 'compaction', text }, 'compaction', said, reading);
    return;
  }
  const typed = TYPED.exec(text)?.[1];
  // A sub-agent's first text was written by its parent.
  const isTask = parentIn(reading.session) !== undefined;
  const isInjected = typed === undefined && (metadata.userRunSpan === 0 || /^\s*(?:\[SYSTEM\]|<)/.test(text));
  const words = typed ?? text;
  if (isInjected || isTask) {
    const task = isTask && !isInjected ? { isTask: true } : {};
    message({ role: 'user', kind: 'injected', text: words, attachments, ...task }, 'user', said, reading);
  } else {
    const kind = words.startsWith('/') ? 'command' : 'prompt';
    message({ role: 'user', kind, text: words, attachments }, 'user', said, reading);
  }
  if (!isInjected && words.trim() !== '' && !reading.titled) {
    reading.titled = true;
    const rank = isTask ? TitleRank.task : TitleRank.prompt;
    reading.events.push({ type: 'session', session: reading.session, title: { text: titleOf(words), rank } });
  }
}

/** Files that were named in a prompt are sent with it; their text is the agent's doing. */
function isWords(block: unknown): boolean {
  const { type } = object(block);
  return type === 'text' || type === 'image';
}

const KNOWN: ReadonlySet<string> = new Set(['text', 'image', 'file', 'tool_result']);
const TYPED = /^\s*<user_input(?: mode="[^"\n]{0,40}")?>([\s\S]*)<\/user_input>\s*$/;
