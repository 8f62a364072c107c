import { TitleRank } from '../../common/model.js';
import { ident, isObject, list, object, str, time, typeName, type Json } from '../fields.js';
import { folderOfWorkspace } from '../uris.js';
import { titleOf } from '../titles.js';
import { bubble } from './bubble.js';
import { headOf } from './composer.js';
import type { Reading } from './reading.js';

/** A row of `ItemTable`. `workspace` is the text of the file that names the folder; undefined in the global database. */
export function item(key: unknown, value: unknown, workspace: string | undefined, reading: Reading): void {
  const cwd = folderOfWorkspace(workspace);
  switch (key) {
    case 'composer.composerData':
    case 'composer.composerHeaders':
      return heads(object(value).allComposers, cwd, reading);
    case 'aiService.generations':
      return generations(value, cwd, reading);
    case 'workbench.panel.aichat.view.aichat.chatdata':
      return chats(object(value).tabs, cwd, reading);
    default:
      reading.events.push({ type: 'unknown', name: `item ${str(key)?.slice(0, 80) ?? typeName(key)}` });
  }
}

/** The composers of a folder. One that has neither a name nor a change was opened and never used. */
function heads(composers: unknown, cwd: string | undefined, reading: Reading): void {
  for (const one of list(composers).filter(isObject)) {
    const id = ident(one.composerId);
    if (id !== undefined && (str(one.name) !== undefined || time(one.lastUpdatedAt) !== null)) {
      reading.events.push({ ...headOf(id, one), ...(cwd === undefined ? {} : { cwd }) });
    }
  }
}

/** `[{unixMs, type, textDescription}]`: what was typed lately, in any conversation of the folder. */
function generations(value: unknown, cwd: string | undefined, reading: Reading): void {
  for (const one of list(value).filter(isObject)) {
    const at = time(one.unixMs);
    const text = str(one.textDescription);
    if (at !== null && text !== undefined) {
      reading.events.push({ type: 'prompt', at, text, ...(cwd === undefined ? {} : { project: cwd }) });
    }
  }
}

/** `[{tabId, chatTitle, lastSendTime, bubbles: [{type: user | ai, id, text, rawText}]}]` of the versions before composers. */
function chats(tabs: unknown, cwd: string | undefined, reading: Reading): void {
  for (const tab of list(tabs).filter(isObject)) {
    const session = ident(tab.tabId);
    const bubbles = list(tab.bubbles).filter(isObject);
    if (session === undefined || bubbles.length === 0) {
      continue;
    }
    const title = str(tab.chatTitle);
    const at = time(tab.lastSendTime);
    reading.events.push({
      type: 'session',
      session,
      client: 'ide',
      ...(at === null ? {} : { at }),
      ...(cwd === undefined ? {} : { cwd }),
      ...(title === undefined || title.trim() === ''
        ? {}
        : { title: { text: titleOf(title), rank: TitleRank.generated } }),
    });
    bubbles.forEach((one, nth) => {
      const id = ident(one.id) ?? `${nth}`;
      bubble(
        {
          session,
          id: `${nth}-${id}`,
          nth,
          model: str(one.modelType)?.slice(0, 200),
          folder: cwd,
          isChild: false,
        },
        old(one),
        reading,
      );
    });
  }
}

/** An old bubble in the form of the later ones. */
function old(one: Json): Json {
  const type = one.type === 'user' ? 1 : one.type === 'ai' ? 2 : one.type;
  return { type, text: str(one.rawText) ?? str(one.text), createdAt: one.createdAt };
}
