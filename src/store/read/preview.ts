import { oneLine } from '../../common/plainText.js';

/** Enough bytes for a preview of any script, with room for escapes that are left out. */
export const previewBytes = 640;

const previewLength = 160;

/** The first characters of a text on one line. */
export function preview(text: string): string {
  return oneLine(text, previewLength);
}
