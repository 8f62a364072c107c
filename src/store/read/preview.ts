/** Enough bytes for a preview of any script, with room for escapes that are left out. */
export const previewBytes = 640;

const previewLength = 160;

/**
 * The first characters of a text on one line: no control characters, no terminal escapes, no marks that turn the
 * direction of text, which would disguise what follows.
 */
export function preview(text: string): string {
  const plain = text
    .replace(escapes, '')
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  const characters = [...plain.slice(0, 2 * (previewLength + 1))];
  return characters.length <= previewLength ? plain : `${characters.slice(0, previewLength - 1).join('')}…`;
}

/** Control sequences (colours, cursor), operating-system commands (titles, links) and other escapes of terminals. */
const escapes = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]`,
  ].join('|'),
  'gu',
);
