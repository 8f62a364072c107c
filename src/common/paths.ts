/** How a system compares paths. */
export interface PathRules {
  /** Drive letters, UNC shares, and `\` as well as `/`. */
  readonly windows: boolean;
  /** Two spellings that differ in case only are one file. */
  readonly ignoreCase: boolean;
}

export type PathPlatform = 'linux' | 'darwin' | 'win32';

/** The usual rules of a system. macOS can have file systems that tell case apart, for which `ignoreCase` is set by the caller. */
export function pathRules(platform: PathPlatform, ignoreCase = platform !== 'linux'): PathRules {
  return { windows: platform === 'win32', ignoreCase };
}

/**
 * A path as it is stored and shown: one separator, no `.`, `..` or empty parts, no separator at the end. On Windows `\`
 * separates, the drive letter is a capital, and the prefixes `\\?\` and `/c/` (Git Bash) are taken back. Relative paths
 * stay relative; nothing is looked up.
 */
export function normalPath(path: string, rules: PathRules): string {
  const { root, rest } = rules.windows ? windowsRoot(path) : posixRoot(path);
  const separator = rules.windows ? '\\' : '/';
  const parts: string[] = [];
  for (const part of rest.split(rules.windows ? /[\\/]+/ : /\/+/)) {
    if (part === '..' && (root !== '' || (parts.length > 0 && parts.at(-1) !== '..'))) {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return root + parts.join(separator) || '.';
}

/** A text that is equal for two paths exactly when they name the same file by these rules. Not for showing. */
export function pathKey(path: string, rules: PathRules): string {
  // macOS writes names decomposed, agents write them as they were typed.
  const normal = normalPath(path, rules).normalize('NFC');
  return rules.ignoreCase ? normal.toLowerCase() : normal;
}

export function samePath(a: string, b: string, rules: PathRules): boolean {
  return a === b || pathKey(a, rules) === pathKey(b, rules);
}

/** True when `path` is `folder` or lies below it. */
export function isInside(path: string, folder: string, rules: PathRules): boolean {
  const key = pathKey(path, rules);
  const outer = pathKey(folder, rules);
  const separator = rules.windows ? '\\' : '/';
  return key === outer || key.startsWith(outer.endsWith(separator) ? outer : outer + separator);
}

/**
 * Whether merely looking at an absolute path would reach for another machine: `\\server\share`, and `/net/server`, which
 * automounters resolve. Sessions and repositories name any path they like, so such paths are never looked at.
 */
export function isOnAnotherMachine(path: string): boolean {
  return (
    /^[\\/]{2}/.test(path) || normalPath(path, { windows: false, ignoreCase: false }).startsWith('/net/')
  );
}

/** A drive letter or a share at the start. On other systems a backslash is a character of a name. */
export function isWindowsPath(path: string): boolean {
  return /^(?:[A-Za-z]:(?:[\\/]|$)|\\\\)/.test(path);
}

/** What follows the folder in a path of any system, for people to read; the path as it is where it does not lie there. */
export function pathBelow(path: string, folder: string): string {
  const separator = path[folder.length];
  return folder !== '' && path.startsWith(folder) && (separator === '/' || separator === '\\')
    ? path.slice(folder.length + 1) || path
    : path;
}

/** The last part of a path of any system. */
export function baseName(path: string): string {
  const parts = (isWindowsPath(path) ? path.replaceAll('\\', '/') : path).split('/');
  return parts.findLast((part) => part !== '') ?? path;
}

interface Rooted {
  root: string;
  rest: string;
}

function posixRoot(path: string): Rooted {
  return path.startsWith('/') ? { root: '/', rest: path.slice(1) } : { root: '', rest: path };
}

function windowsRoot(path: string): Rooted {
  const plain = path
    .replace(/^[\\/]{2}[?.][\\/]UNC[\\/]/i, '\\\\')
    .replace(/^[\\/]{2}[?.][\\/](?=[A-Za-z]:)/, '');
  const share = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/.exec(plain);
  if (share) {
    return { root: `\\\\${share[1]}\\${share[2]}\\`, rest: plain.slice(share[0].length) };
  }
  const drive = /^([A-Za-z]):(?=[\\/]|$)/.exec(plain) ?? /^\/([A-Za-z])(?=\/|$)/.exec(plain);
  if (drive) {
    return { root: `${drive[1]!.toUpperCase()}:\\`, rest: plain.slice(drive[0].length) };
  }
  return /^[\\/]/.test(plain) ? { root: '\\', rest: plain.slice(1) } : { root: '', rest: plain };
}
