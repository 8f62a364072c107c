import type { Attachment, MessageEvent } from '../../common/model.js';
import { ofDataUrl } from '../attachments.js';
import { isObject, str, word, type Json } from '../fields.js';
import { placeOf } from './ids.js';
import type { Header, Reading } from './reading.js';

/** Where a part stands, as far as its data does not tell it. */
export interface Place {
  id: string;
  /** When it was stored; null in the tree of files. */
  stored: number | null;
  /** The part that a prompt follows. */
  previous?: string;
  /** The first words of the session. */
  opens: boolean;
}

/** One part being read. */
export interface PartReading {
  readonly part: Json;
  readonly place: Place;
  readonly header: Header;
  readonly reading: Reading;
  /** When it began; the message's time where it does not tell. */
  readonly at: number | null;
}

/** Adds a message. Nothing to say and nothing attached is no message. */
export function say(
  { place, header, reading, at }: PartReading,
  draft: Pick<MessageEvent, 'role' | 'kind' | 'text'> & Partial<MessageEvent>,
  suffix = '',
): void {
  if (draft.text === '' && draft.kind !== 'tool' && draft.attachments === undefined) {
    return;
  }
  const model = draft.role === 'assistant' ? word(header.data.modelID) : undefined;
  const position = reading.fromDatabase ? placeOf(place.id, place.stored) : undefined;
  reading.events.push({
    type: 'message',
    session: header.session,
    uid: place.id + suffix,
    at,
    ...(model === undefined ? {} : { model }),
    ...(header.cwd === undefined ? {} : { cwd: header.cwd }),
    ...(header.copied ? { copied: true } : {}),
    ...(draft.role === 'assistant' && header.response !== null ? { response: header.response } : {}),
    ...(place.previous === undefined || suffix !== '' ? {} : { parent: place.previous }),
    ...(position === undefined ? {} : { position }),
    ...draft,
  });
}

/** What is attached, described; a file that is named by its place has not been kept. */
export function attached(files: readonly unknown[]): Attachment[] {
  return files.filter(isObject).flatMap((found) => {
    const url = str(found.url) ?? '';
    const data = ofDataUrl(url);
    const mime = word(found.mime) ?? word(found.mediaType);
    if (data !== null) {
      return [mime === undefined ? data : { ...data, mime }];
    }
    return mime === undefined ? [] : [{ mime, bytes: 0 }];
  });
}
