/** Enough bytes for a preview of any script, with room for escapes that are left out. */
export const previewBytes = 640;

const previewLength = 160;

/**
 * The first characters of a text on one line: no control characters, no terminal escapes, no marks that turn the
 * direction of text, which would disguise what follows.
 */
export function preview(text: string): string {
  const plain = (text.includes('\u001b') || c1.test(text) ? text.replace(escapes, '') : text)
    .replace(/\s+/g, ' ')
    .replace(hidden, '')
    .trim();
  if (plain.length <= previewLength) {
    return plain;
  }
  const characters = [...plain.slice(0, 2 * (previewLength + 1))];
  return characters.length <= previewLength ? plain : `${characters.slice(0, previewLength - 1).join('')}…`;
}

/** Control characters of eight bits, which some terminals take as the start of an escape. */
const c1 = /[\u0080-\u009f]/;

/** What is left of control characters, and marks that turn the direction of text. */
const hidden = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Control sequences (colours, cursor), operating-system commands (titles, links) and other escapes of terminals. */
const escapes = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]`,
  ].join('|'),
  'g',
);
