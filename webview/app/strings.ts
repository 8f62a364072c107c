import type { Bundle } from '../../src/common/panelProtocol.js';
import { compareTexts } from './texts/compare.js';
import { playerTexts } from './texts/player.js';
import { redactionTexts } from './texts/redaction.js';
import { replayTexts } from './texts/replay.js';
import { searchTexts } from './texts/search.js';
import { sessionTexts } from './texts/session.js';
import { sharedTexts } from './texts/shared.js';
import { sqlTexts } from './texts/sql.js';
import { statsTexts } from './texts/stats.js';
import { ticketTexts } from './texts/ticket.js';

/** Every text that the webviews show, in English; a file of `texts` each. A translation is found by the English text. */
const english = {
  ...sharedTexts,
  ...compareTexts,
  ...replayTexts,
  ...playerTexts,
  ...redactionTexts,
  ...searchTexts,
  ...sessionTexts,
  ...sqlTexts,
  ...statsTexts,
  ...ticketTexts,
} as const;

export type StringKey = keyof typeof english;

let bundle: Bundle = {};

/** The translations that the host has for the display language. */
export function setBundle(next: Bundle): void {
  bundle = next;
}

/** A text of the user interface in the display language. */
export function t(key: StringKey, ...args: readonly (string | number)[]): string {
  return fill(english[key], ...args);
}

/** Translates an English text that comes as data (titles of charts). */
export function tr(text: string): string {
  return bundle[text] ?? text;
}

/** A text that comes as data, with what is to be put into it. */
export function fill(text: string, ...args: readonly (string | number)[]): string {
  return tr(text).replace(/\{(\d)\}/g, (match, index: string) => String(args[Number(index)] ?? match));
}

/** Every English text, for the test that keeps the l10n bundle complete. */
export const englishTexts: readonly string[] = Object.values(english);
