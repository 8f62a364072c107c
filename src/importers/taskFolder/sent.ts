import type { Attachment, ToolCategory } from '../../common/model.js';
import { contentOf } from '../attachments.js';
import { ident, isObject, list, object, str, type Json } from '../fields.js';
import { toolSent } from './tools.js';

/** A call as it stands in `api_conversation_history.json`. */
export interface SentCall {
  category: ToolCategory;
  /** The path or the command, where the call has one. */
  target: string | null;
  output: string;
  attachments: Attachment[];
  isError: boolean;
  taken: boolean;
}

/**
 * The answers to tool calls in what was sent: `tool_result` blocks, and, of the versions whose models wrote calls as XML, texts
 * under a line like `[read_file for 'src/a.ts'] Result:`.
 */
export function callsSent(messages: readonly Json[]): SentCall[] {
  const uses = new Map<string, Json>();
  const calls: SentCall[] = [];
  for (const message of messages) {
    let open: SentCall | null = null;
    for (const block of list(message.content).filter(isObject)) {
      const id = ident(block.id) ?? ident(block.tool_use_id);
      if (block.type === 'tool_use' && id !== undefined) {
        uses.set(id, block);
      } else if (block.type === 'tool_result' && id !== undefined) {
        calls.push(ofResult(block, uses.get(id)));
      } else if (message.role === 'user' && block.type === 'text') {
        open = inText(str(block.text) ?? '', open, calls);
      }
    }
  }
  return calls;
}

/**
 * The next call that was sent and fits the one that was shown; each is taken once. Both lists have the order in which things
 * happened, so that a call that is not found passes over none.
 */
export function takeSent(
  calls: readonly SentCall[],
  category: ToolCategory,
  target: string | null,
): SentCall | undefined {
  const found = calls.find(
    (call) =>
      !call.taken &&
      call.category === category &&
      (target === null || call.target === null || sameTarget(call.target, target)),
  );
  if (found !== undefined) {
    found.taken = true;
  }
  return found;
}

function ofResult(block: Json, use: Json | undefined): SentCall {
  const { text, attachments } = contentOf(block.content);
  const input = object(use?.input);
  return {
    category: toolSent(str(use?.name) ?? ''),
    target: str(input.path) ?? str(input.absolutePath) ?? str(input.command) ?? str(input.url) ?? null,
    output: text,
    attachments,
    isError: block.is_error === true || failed(text),
    taken: false,
  };
}

/** A text of the user's role: the head of a result, a result below its head, or something else. */
function inText(text: string, open: SentCall | null, calls: SentCall[]): SentCall | null {
  const head = /^\[(\w{2,60})(?: (?:for|to) '([^'\n]{0,2000})')?[^\]\n]{0,200}\] Result:\s*/.exec(text);
  if (head !== null) {
    const output = text.slice(head[0].length);
    const call: SentCall = {
      category: toolSent(head[1] ?? ''),
      target: head[2] ?? null,
      output,
      attachments: [],
      isError: failed(output),
      taken: false,
    };
    calls.push(call);
    return call;
  }
  if (open === null || /^\s*<(?:environment_details|feedback|user_message|task)\b/.test(text.slice(0, 100))) {
    return null;
  }
  open.output = open.output === '' ? text : `${open.output}\n${text}`;
  open.isError = failed(open.output);
  return open;
}

function failed(output: string): boolean {
  return (
    isDenied(output) ||
    /^\s*(?:The tool execution failed|Error:|<error_details>|\{"status":"error")/.test(output.slice(0, 300))
  );
}

/** The user said no, so that nothing was done. */
function isDenied(output: string): boolean {
  return /^\s*(?:The user denied this operation|\{"status":"denied")/.test(output.slice(0, 300));
}

/** Paths are shown as they were sent, or whole. */
function sameTarget(sent: string, shown: string): boolean {
  return sent === shown || shown.endsWith(`/${sent}`) || sent.endsWith(`/${shown}`);
}
