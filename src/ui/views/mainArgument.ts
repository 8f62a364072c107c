/** The fields of a tool's input that say what it is about, the most telling first. */
const telling = ['command', 'cmd', 'file_path', 'path', 'pattern', 'query', 'url', 'description', 'prompt'];

/** The telling part of a tool's input. The input is free text or JSON, perhaps cut off in the middle. */
export function mainArgument(input: string): string {
  if (!input.trimStart().startsWith('{')) {
    return input;
  }
  for (const field of telling) {
    const match = new RegExp(`"${field}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*"?|\\[[^\\]]*\\]?)`).exec(input);
    const value = match?.[1];
    if (value) {
      return valueOf(value);
    }
  }
  return input;
}

function valueOf(json: string): string {
  try {
    const value = JSON.parse(json) as unknown;
    return Array.isArray(value) ? String(value.at(-1) ?? '') : String(value);
  } catch {
    // Cut off in the middle: what is there is good enough to read.
    return json.replace(/^[["\s]+/, '').replaceAll('\\"', '"');
  }
}
