import { TitleRank } from '../../common/model.js';
import { folder, isObject, list, object, str, time, word, type Json } from '../fields.js';
import { ofBase64, ofDataUrl } from '../attachments.js';
import { titleOf } from '../titles.js';
import { pathOfUri } from '../uris.js';
import { answer, say, type Draft, type Reading } from './reading.js';
import { toolCall } from './toolCall.js';

/** Where a bubble stands. */
export interface BubblePlace {
  session: string;
  id: string;
  /** Its number in the conversation; null: the composer has not named it yet. */
  nth: number | null;
  model: string | undefined;
  folder: string | undefined;
  /** Of a sub-agent's conversation: what is in the user's role was written by the agent that called it. */
  isChild: boolean;
}

/**
 * A part of a conversation: `{type: 1 (user) | 2 (assistant), text, thinking: {text}, toolFormerData, createdAt, timingInfo,
 * modelInfo, images, workspaceUris, errorDetails}`.
 */
export function bubble(place: BubblePlace, data: Json, reading: Reading): void {
  const { session, id, nth } = place;
  const at = timeOf(data);
  const model = word(object(data.modelInfo).modelName) ?? place.model;
  const of: Pick<Draft, 'session' | 'at' | 'position' | 'model'> = {
    ...{ session, at, position: nth ?? UNPLACED },
    ...(model === undefined || model === 'default' || data.type === 1 ? {} : { model }),
  };
  const cwd = folder(pathOfUri(list(data.workspaceUris)[0]) ?? data.workspaceProjectDir);
  if (cwd !== undefined) {
    reading.events.push({ type: 'session', session, cwd, ...(at === null ? {} : { at }) });
  }
  if (data.type === 1) {
    return prompt(place, of, data, reading);
  }
  if (data.type !== 2) {
    const type =
      typeof data.type === 'number' || typeof data.type === 'string' ? String(data.type) : 'no type';
    reading.events.push({ type: 'unknown', name: `bubble of ${type.slice(0, 80)}` });
    return;
  }
  for (const [place_, thought] of thoughts(data).entries()) {
    say(
      {
        ...of,
        uid: `${id}/thinking${place_ === 0 ? '' : `-${place_}`}`,
        role: 'assistant',
        kind: 'thinking',
        text: thought,
      },
      reading,
    );
  }
  const text = str(data.text) ?? '';
  if (text !== '') {
    const said: Draft = { ...of, uid: id, role: 'assistant', kind: 'text', text };
    say({ ...said, ...answer(said, false, reading) }, reading);
  }
  if (isObject(data.toolFormerData) && str(data.toolFormerData.name) !== undefined) {
    toolCall(`${id}/tool`, of, data.toolFormerData, cwd ?? place.folder, reading);
  }
  const failed = object(data.errorDetails);
  const why = str(failed.message) ?? str(object(failed.error).message);
  if (why !== undefined) {
    say({ ...of, uid: `${id}/error`, role: 'system', kind: 'error', text: why }, reading);
  }
}

/** What the user wrote, with the images that were attached. */
function prompt(
  { id, isChild }: BubblePlace,
  of: Pick<Draft, 'session' | 'at' | 'position'>,
  data: Json,
  reading: Reading,
): void {
  const text = str(data.text) ?? '';
  const images = [...list(data.images), ...list(object(data.context).selectedImages)].filter(isObject);
  const attachments = images.map((image) => {
    const inside = str(image.data) ?? str(image.base64);
    const url = inside === undefined ? null : ofDataUrl(inside);
    const mime = word(image.mimeType) ?? 'image/*';
    return url ?? (inside === undefined ? { mime, bytes: 0 } : ofBase64(mime, inside));
  });
  if (of.position === 0 && text.trim() !== '' && !isChild) {
    const title = { text: titleOf(text), rank: TitleRank.prompt };
    reading.events.push({ type: 'session', session: of.session, title });
  }
  say(
    {
      ...of,
      uid: id,
      role: 'user',
      text,
      ...(isChild ? { kind: 'injected' as const, isTask: true } : { kind: 'prompt' as const }),
      ...(attachments.length === 0 ? {} : { attachments }),
    },
    reading,
  );
}

/** What the model thought: one text, or, in some versions, several. */
function thoughts(data: Json): string[] {
  const one = str(object(data.thinking).text) ?? str(data.thinking);
  return one === undefined
    ? list(data.allThinkingBlocks).flatMap(
        (block) => str(object(block).thinking) ?? str(object(block).text) ?? [],
      )
    : [one];
}

/** When it began; in old versions a bubble has no time, or one since the window was opened. */
function timeOf(data: Json): number | null {
  const timing = object(data.timingInfo);
  const told = [
    data.createdAt,
    data.timestamp,
    timing.clientStartTime,
    timing.clientRpcSendTime,
    timing.clientEndTime,
  ];
  return told.map(time).find((at) => at !== null && at > SINCE_1990) ?? null;
}

const SINCE_1990 = 631_152_000_000;
/** After all bubbles that have a place. */
const UNPLACED = 1_000_000_000;
