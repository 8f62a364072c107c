import type { Attachment } from '../common/model.js';
import { contentOf, ofBase64 } from './attachments.js';
import { ident, isObject, jsonText, list, object, str, typeName, word, type Json } from './fields.js';

/** A call of a tool as the model wrote it. */
export interface PartCall {
  id: string | undefined;
  name: string;
  args: unknown;
  /** The arguments as JSON. */
  input: string;
}

/** What the model was told of a call's outcome. */
export interface PartResponse {
  id: string | undefined;
  output: string;
  failed: boolean;
  attachments: Attachment[];
}

/** The content of one message, sorted. */
export interface Parts {
  /** One entry a part: programs of this family put what they add to a prompt into parts of its own. */
  texts: string[];
  thinking: string[];
  calls: PartCall[];
  responses: PartResponse[];
  attachments: Attachment[];
  /** Names of parts that are none of these. */
  unknown: string[];
}

/**
 * Content as the Google AI SDK has it (github.com/googleapis/js-genai, `Part`), which Gemini CLI and Qwen Code store as it
 * is: a text, one part, or a list of parts.
 */
export function partsOf(content: unknown, field: string, problems: string[]): Parts {
  const parts: Parts = { texts: [], thinking: [], calls: [], responses: [], attachments: [], unknown: [] };
  if (typeof content === 'string') {
    parts.texts.push(content);
  } else if (Array.isArray(content) || isObject(content)) {
    for (const part of Array.isArray(content) ? content : [content]) {
      sort(part, parts, field, problems);
    }
  } else if (content !== undefined && content !== null) {
    problems.push(`${field} is ${typeName(content)}`);
  }
  return parts;
}

/** What a call gave back: `{functionResponse: {id, name, response: {output | error}}}`, and parts beside it. */
export function responseOf(told: Json, problems: string[]): PartResponse {
  const { response } = told;
  const fields = object(response);
  const error = str(fields.error) ?? str(object(fields.error).message);
  // A tool that says nothing has an empty output: that is a text, too.
  const plain = typeof fields.output === 'string' ? fields.output : error;
  const nested = list(told.parts).map((part) => binary(object(part)));
  return {
    id: ident(told.id),
    output: plain ?? (typeof response === 'string' ? response : other(fields, problems)),
    failed: error !== undefined,
    attachments: nested.filter((attachment) => attachment !== null),
  };
}

function sort(part: unknown, parts: Parts, field: string, problems: string[]): void {
  if (typeof part === 'string') {
    parts.texts.push(part);
    return;
  }
  if (!isObject(part)) {
    problems.push(`${field} holds ${typeName(part)}`);
    return;
  }
  if (typeof part.text === 'string') {
    (part.thought === true ? parts.thinking : parts.texts).push(part.text);
  } else if (isObject(part.functionCall)) {
    const { id, name, args } = part.functionCall;
    parts.calls.push({
      id: ident(id),
      name: word(name) ?? 'tool',
      args,
      input: jsonText(args ?? {}, problems),
    });
  } else if (isObject(part.functionResponse)) {
    parts.responses.push(responseOf(part.functionResponse, problems));
  } else if (isObject(part.executableCode)) {
    parts.texts.push(str(part.executableCode.code) ?? '');
  } else if (isObject(part.codeExecutionResult)) {
    parts.texts.push(str(part.codeExecutionResult.output) ?? '');
  } else {
    const attachment = binary(part);
    const name = Object.keys(part)[0] ?? 'empty';
    if (attachment !== null) {
      parts.attachments.push(attachment);
    } else if (!SILENT.has(name)) {
      parts.unknown.push(name.slice(0, 60));
    }
  }
}

/** `inlineData` has the bytes, `fileData` the place where they are. */
function binary(part: Json): Attachment | null {
  const inline = object(part.inlineData);
  if (typeof inline.data === 'string') {
    return ofBase64(word(inline.mimeType), inline.data);
  }
  return isObject(part.fileData)
    ? { mime: word(part.fileData.mimeType) ?? 'application/octet-stream', bytes: 0 }
    : null;
}

/** Output that is no text: MCP servers give content blocks, others objects of their own. */
function other(fields: Json, problems: string[]): string {
  const output = fields.output ?? fields.content;
  const told = output === undefined ? '' : contentOf(output).text;
  return told === '' && Object.keys(fields).length > 0 ? jsonText(output ?? fields, problems) : told;
}

/** Parts that hold only what the model needs to go on. */
const SILENT: ReadonlySet<string> = new Set(['thoughtSignature', 'thought', 'videoMetadata', 'empty']);
