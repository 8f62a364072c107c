import type { Attachment } from '../common/model.js';
import { count, isObject, list, object, str, word } from './fields.js';

/** Describes base64 data, which is never kept: its type and the number of bytes that it stands for. */
export function ofBase64(mime: string | undefined, data: string): Attachment {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return {
    mime: mime ?? 'application/octet-stream',
    bytes: Math.max(0, Math.floor((data.length * 3) / 4) - padding),
  };
}

/** Describes a `data:` URL; null for any other. */
export function ofDataUrl(url: string): Attachment | null {
  if (!url.startsWith('data:')) {
    return null;
  }
  const comma = url.indexOf(',');
  const head = url.slice(5, comma < 0 ? Math.min(url.length, 200) : comma);
  const semicolon = head.indexOf(';');
  const mime = semicolon < 0 ? head : head.slice(0, semicolon);
  const padding = url.endsWith('==') ? 2 : url.endsWith('=') ? 1 : 0;
  const length = comma < 0 ? 0 : url.length - comma - 1;
  return {
    mime: word(mime) ?? 'text/plain',
    bytes: head.endsWith(';base64') ? Math.max(0, Math.floor((length * 3) / 4) - padding) : length,
  };
}

/** A content block that holds something binary (`image`, `document`, `input_image`, `audio`), described; else null. */
export function ofBlock(block: unknown): Attachment | null {
  if (!isObject(block)) {
    return null;
  }
  const source = object(block.source);
  const data = str(source.data) ?? (block.type === 'text' ? undefined : str(block.data));
  if (data !== undefined && source.type !== 'text') {
    const mime =
      word(source.media_type) ??
      word(block.mimeType) ??
      word(block.mime_type) ??
      word(block.media_type) ??
      word(block.mediaType);
    return ofBase64(mime, data);
  }
  const url = str(block.image_url) ?? str(object(block.image_url).url) ?? str(source.url);
  if (url !== undefined) {
    return ofDataUrl(url) ?? { mime: 'image/*', bytes: 0 };
  }
  if (block.type === 'image' || block.type === 'document' || block.type === 'input_image') {
    return { mime: word(source.media_type) ?? 'application/octet-stream', bytes: count(block.size) ?? 0 };
  }
  return null;
}

/** The text and the attachments of content that is a string, a list of blocks, or one block. */
export function contentOf(content: unknown): { text: string; attachments: Attachment[] } {
  if (typeof content === 'string') {
    const attachment = ofDataUrl(content);
    return attachment !== null && attachment.bytes > 0 && content.slice(0, 100).includes(';base64,')
      ? { text: '', attachments: [attachment] }
      : { text: content, attachments: [] };
  }
  const texts: string[] = [];
  const attachments: Attachment[] = [];
  for (const block of isObject(content) ? [content] : list(content)) {
    if (typeof block === 'string') {
      texts.push(block);
      continue;
    }
    const attachment = ofBlock(block);
    if (attachment !== null) {
      attachments.push(attachment);
      continue;
    }
    const fields = object(block);
    const text = str(fields.text) ?? str(object(fields.source).data) ?? str(fields.tool_name);
    if (text !== undefined) {
      texts.push(text);
    }
  }
  return { text: texts.join('\n'), attachments };
}
