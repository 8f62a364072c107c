import { isObject, list, object, str, type Json } from '../fields.js';
import { partCall, roundCall, subAgent } from './calls.js';
import { message, type Turn } from './messages.js';
import { markdown, reference } from './texts.js';
import { pathOfUri } from '../uris.js';
import { callName, textName, thoughtName } from './turns.js';

/**
 * The answer: rounds, as they went to the model and came back, where the result has them; else the parts that were shown.
 * Until it has ended, the parts that may still grow into calls are left for later.
 */
export function answer(one: Json, isEnded: boolean, turn: Turn): void {
  const parts = list(one.response).filter(isObject);
  const metadata = object(object(one.result).metadata);
  const rounds = list(metadata.toolCallRounds).filter(isObject);
  const changed = new Set<string>();
  if (rounds.length > 0) {
    for (const round of rounds) {
      answerRound(round, object(metadata.toolCallResults), parts, changed, turn);
    }
  } else {
    shown(parts, isEnded, turn);
  }
  if (isEnded) {
    for (const part of parts) {
      besides(part, turn);
    }
    edits(parts, changed, turn);
  }
}

/** One call of the model: `{response, thinking?, toolCalls}`. */
function answerRound(
  round: Json,
  results: Json,
  parts: readonly Json[],
  changed: Set<string>,
  turn: Turn,
): void {
  const { thinking } = round;
  const thought = isObject(thinking) ? joined(thinking.text) : joined(thinking);
  if (thought !== '') {
    turn.events.push(
      message({ role: 'assistant', kind: 'thinking', text: thought }, thoughtName(turn.turns), turn),
    );
  }
  say(str(round.response) ?? '', turn);
  for (const call of list(round.toolCalls).filter(isObject)) {
    roundCall(call, results, parts, changed, turn);
  }
}

/** Parts without `kind` are Markdown, broken by references to files; a call ends a text. */
function shown(parts: readonly Json[], isEnded: boolean, turn: Turn): void {
  let text = '';
  let thought = '';
  const flush = (): void => {
    if (thought.trim() !== '') {
      const uid = thoughtName(turn.turns);
      turn.events.push(message({ role: 'assistant', kind: 'thinking', text: thought }, uid, turn));
    }
    say(text, turn);
    text = '';
    thought = '';
  };
  for (const part of parts) {
    switch (part.kind) {
      case undefined:
      case 'markdownContent':
        text += markdown(part.content ?? part);
        break;
      case 'markdownVuln':
        text += markdown(part.content);
        break;
      case 'inlineReference':
        text += reference(part);
        break;
      case 'thinking':
        thought += joined(part.value);
        break;
      case 'toolInvocationSerialized':
      case 'toolInvocation':
        flush();
        if (isEnded && part.subAgentInvocationId === undefined) {
          partCall(part, undefined, turn);
        }
        break;
      default:
        break;
    }
  }
  flush();
}

/** What is told in parts alone: calls of sub-agents, warnings, and kinds that no version had. */
function besides(part: Json, turn: Turn): void {
  const thread = str(part.subAgentInvocationId);
  const { kind } = part;
  if (kind === 'toolInvocationSerialized' || kind === 'toolInvocation') {
    subAgent(part, turn);
    if (thread !== undefined) {
      partCall(part, thread, turn);
    }
  } else if (kind === 'warning' || kind === 'progressMessage') {
    const text = markdown(part.content);
    if (kind === 'warning' && text !== '') {
      const uid = callName(turn.turns, `warning-${turn.events.length}`);
      turn.events.push(message({ role: 'system', kind: 'notice', text }, uid, turn));
    }
  } else if (typeof kind === 'string' && !known.has(kind)) {
    turn.events.push({ type: 'unknown', name: `response/${kind.slice(0, 60)}` });
  }
}

/** Files that were changed without a call that says how: by the editor itself, from a block of code in the answer. */
function edits(parts: readonly Json[], changed: Set<string>, turn: Turn): void {
  let nth = 0;
  for (const part of parts) {
    const path =
      part.kind === 'textEditGroup' || part.kind === 'notebookEditGroup' ? pathOfUri(part.uri) : undefined;
    if (path === undefined || changed.has(path) || part.done === false) {
      continue;
    }
    changed.add(path);
    turn.events.push({
      type: 'file_change',
      session: turn.session,
      callId: callName(turn.turns, `edit-${nth++}`),
      at: turn.at,
      path,
      operation: 'update',
      added: null,
      removed: null,
    });
  }
}

function say(text: string, turn: Turn): void {
  if (text.trim() !== '') {
    turn.events.push(message({ role: 'assistant', kind: 'text', text }, textName(turn.turns), turn));
  }
}

/** A text, or several in a list. */
function joined(value: unknown): string {
  return typeof value === 'string'
    ? value
    : list(value)
        .filter((part) => typeof part === 'string')
        .join('');
}

/** Parts that say nothing of their own: marks in the answer, and what the editor shows while it works. */
const known: ReadonlySet<string> = new Set([
  ...['markdownContent', 'markdownVuln', 'inlineReference', 'thinking', 'textEditGroup', 'notebookEditGroup'],
  ...[
    'codeblockUri',
    'undoStop',
    'prepareToolInvocation',
    'mcpServersStarting',
    'progressTask',
    'progressTaskSerialized',
  ],
  ...[
    'confirmation',
    'elicitation',
    'elicitationSerialized',
    'command',
    'extensions',
    'pullRequest',
    'multiDiffData',
  ],
  ...[
    'clearToPreviousToolInvocation',
    'treeData',
    'hook',
    'questionCarousel',
    'workspaceEdit',
    'disabledClaudeHooks',
  ],
  ...[
    'progressMessage',
    'planReview',
    'references',
    'codeCitation',
    'usedContext',
    'externalEdit',
    'textEdit',
  ],
]);
