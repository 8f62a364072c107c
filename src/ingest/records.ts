/** The text of a line or a document. `offset` 0: a byte order mark is not part of it. What is no UTF-8 is replaced. */
export function decode(bytes: Buffer, offset: number): string {
  const hasMark = offset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasMark ? 3 : 0);
}

/** undefined: not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
