import picomatch from 'picomatch';
import { literalGlob, withoutEscapes, withSlashes } from '../common/folderGlob.js';
import type { Places } from '../importers/importer.js';

/**
 * Tells whether a folder belongs to an excluded project. A pattern excludes what it matches and everything below; one
 * without a slash matches a folder of that name anywhere; `~/` is the home folder. A pattern that is the path of a folder
 * means that folder too, whatever its characters would mean in a glob, and the folder that links in it lead to.
 */
export function excludedFolders(
  patterns: readonly string[],
  { home, platform }: Pick<Places, 'home' | 'platform'>,
  realPath: (path: string) => string,
): (folder: string) => boolean {
  const globs = patterns.flatMap((pattern) => globOf(pattern, home) ?? []);
  if (globs.length === 0) {
    return () => false;
  }
  const nocase = platform !== 'linux';
  const same = (path: string) => (nocase ? path.toLowerCase() : path);
  const matches = picomatch(
    globs.flatMap((glob) => [glob, `${glob}/**`]),
    // Paths have their slashes on every platform.
    { dot: true, nocase, windows: false },
  );
  const literal = globs
    .flatMap((glob) => pathsOf(glob.replace(/(\/\*\*)+$/, ''), realPath))
    .map((path) => same(path));
  return (folder) => {
    const path = plain(folder);
    return matches(path) || literal.some((outer) => isBelow(same(path), outer));
  };
}

/** With `/` between folders and `\` only before characters that stand for themselves; null for an empty pattern. */
function globOf(pattern: string, home: string): string | null {
  const trimmed = pattern.trim();
  // `C:\`, `\\server` and `~\` begin paths of Windows; elsewhere a `\` before a letter can be nothing else either.
  const slashed = /^([A-Za-z]:|~)?\\/.test(trimmed)
    ? withSlashes(trimmed)
    : trimmed.replace(/\\(?=[\p{L}\p{N}_.~ -])/gu, '/');
  const glob = slashed.normalize('NFC').replace(/(?<=[^/])\/+$/, '');
  if (glob === '' || glob === '/') {
    return glob === '' ? null : '/**';
  }
  return glob.startsWith('~/')
    ? literalGlob(plain(home)) + glob.slice(1)
    : glob.includes('/')
      ? glob
      : `**/${glob}`;
}

/** The folders that a glob names when it is taken for a path. */
function pathsOf(glob: string, realPath: (path: string) => string): string[] {
  const paths = [glob, withoutEscapes(glob)].filter((path) => /^(\/|[A-Za-z]:\/)./.test(path));
  return paths.flatMap((path) => [path, plain(realPath(path))]);
}

function isBelow(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}/`);
}

/** As globs see it. */
function plain(path: string): string {
  return withSlashes(path).normalize('NFC').replace(/\/+$/, '') || '/';
}
