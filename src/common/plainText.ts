/**
 * Session content is written by models, tools and web pages. What they may do to a terminal, a label or a page with
 * characters that one does not see is taken away here, for every surface.
 */

/** The text without escapes of terminals, control characters and marks that turn its direction. Line ends and tabs stay. */
export function plainText(text: string): string {
  return suspicious.test(text)
    ? text.replace(escapes, '').replace(/\r\n?/g, '\n').replace(hidden, '').replace(lineEnds, '\n')
    : text;
}

/** The same on one line, of at most `max` characters. */
export function oneLine(text: string, max = 120): string {
  // A word of a megabyte is cut before the expressions see it.
  const line = plainText(text.slice(0, max * 8))
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= max) {
    return line;
  }
  const characters = [...line];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}

/** Most text has nothing of this. */
const suspicious = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Control sequences (colours, cursor), operating-system commands (titles, links) and other escapes of terminals. */
const escapes = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

/**
 * Control characters but tab and line feed, marks that turn the direction of text, and spaces without width. The joiners
 * stay: emoji and several scripts are written with them.
 */
const hidden = /(?:[^\P{Cc}\n\t]|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff])+/gu;

const lineEnds = /[\p{Zl}\p{Zp}]/gu;
