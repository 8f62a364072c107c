/** What a link of a message may lead to. Everything else (`command:`, `vscode:`, `javascript:`, `data:`, …) is shown as text. */
export type LinkTarget = { kind: 'web'; url: string } | { kind: 'file'; path: string; line: number | null };

/** Reads the target of a link; null when it may not be followed. */
export function linkTarget(href: string): LinkTarget | null {
  // Browsers ignore control characters and blanks inside a scheme, so they must not hide one from the checks below.
  // eslint-disable-next-line no-control-regex
  const clean = href.replace(/[\u0000-\u0020\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/g, '');
  if (/^https?:\/\/[^/]/i.test(clean)) {
    try {
      const url = new URL(clean);
      return url.protocol === 'http:' || url.protocol === 'https:' ? { kind: 'web', url: url.href } : null;
    } catch {
      return null;
    }
  }
  // A drive letter is one letter; every scheme in use has two or more.
  if (clean === '' || clean.startsWith('#') || clean.startsWith('//') || clean.startsWith('\\\\')) {
    return null;
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(clean) && !/^[^/\\:]+\.[a-z0-9]+:\d+(:\d+)?$/i.test(clean)) {
    return null;
  }
  return fileTarget(safeDecode(href));
}

/** `src/a.ts:12`, `src/a.ts:12:5` and `src/a.ts#L12` name a line. */
function fileTarget(text: string): LinkTarget | null {
  const match = /^(.*?)(?:#L(\d+)(?:-L?\d+)?|:(\d+)(?::\d+)?)?$/s.exec(text.trim());
  const path = match?.[1] ?? '';
  // Decoding may have revealed a scheme, or a share of another machine.
  if (path === '' || /^(?:[a-z][a-z0-9+.-]+:|[\\/]{2})/i.test(path) || hasControl(path)) {
    return null;
  }
  const line = match?.[2] ?? match?.[3];
  return { kind: 'file', path, line: line === undefined ? null : Number(line) };
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char < ' ');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
