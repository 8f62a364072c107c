/** A form that a secret may have in a text. */
export interface Variant {
  text: string;
  /** It is a part of a longer encoded text, all of which is to go. */
  inBase64?: true;
}

/** Shorter forms would be found in everything. */
export const shortestVariant = 6;

/**
 * The forms in which a secret may stand in a text: as it is, in JSON (also in JSON that is in JSON), in HTML, in addresses, in hexadecimal digits, and in base64 of
 * a text that it is a part of, wherever it begins there.
 */
export function variantsOf(secret: string, { raw = true }: { raw?: boolean } = {}): Variant[] {
  const json = inJson(secret);
  const uri = inAddress(secret);
  const texts = [
    ...(raw ? [secret] : []),
    json,
    inJson(json),
    json.replaceAll('/', '\\/'),
    secret.replace(/[&<>"']/g, (char) => htmlNames[char] ?? char),
    secret.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
    secret.replace(/[&<>"'/`=]/g, (char) => `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`),
    secret.replace(/[&<>"'/`=]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
    secret.replace(/[&<>]/g, (char) => htmlNames[char] ?? char),
    ...[uri, uri.replaceAll('%20', '+'), lower(uri), encodeIfPossible(encodeURI, secret)],
    ...[strict(uri), lower(strict(uri)), inAddress(uri)],
  ];
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const variants: Variant[] = [...texts, hex, hex.toUpperCase()].map((text) => ({ text }));
  for (const offset of [0, 1, 2]) {
    const text = base64Middle(bytes, offset);
    variants.push(
      { text, inBase64: true },
      { text: text.replace(/[+/]/g, (char) => (char === '+' ? '-' : '_')), inBase64: true },
    );
  }
  const known = new Set<string>(raw ? [] : [secret]);
  return variants.filter(({ text }) => text.length >= shortestVariant && !known.has(text) && known.add(text));
}

/** The letters of base64 that stand for the secret alone, where it begins `offset` bytes after a group of three. */
function base64Middle(bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  return padded.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((padded.length * 8) / 6));
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function inAddress(text: string): string {
  return encodeIfPossible(encodeURIComponent, text);
}

/** What `encodeURIComponent` leaves as it is and other writers do not. */
function strict(uri: string): string {
  return uri.replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function lower(uri: string): string {
  return uri.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

function encodeIfPossible(encode: (text: string) => string, text: string): string {
  try {
    return encode(text);
  } catch {
    // Half of a pair of surrogates has no address.
    return text;
  }
}

const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
