/** JSON as people write it in settings: with comments and commas before a closing bracket. Throws like JSON.parse. */
export function parseLooseJson(text: string): unknown {
  // Strings are matched first, so that what looks like a comment in one stays.
  const plain = text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g,
    (_, string?: string) => string ?? ' ',
  );
  return JSON.parse(
    plain.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[\]}])/g, (_, string?: string) => string ?? ''),
  ) as unknown;
}
