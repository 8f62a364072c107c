import { isInside, pathKey, type PathRules } from '../../common/paths.js';

/** Whether a path is the folder or below it. */
export function isWithin(folder: string, path: string): boolean {
  return isWindows(folder) === isWindows(path) && isInside(path, folder, rulesOf(path));
}

/** A form in which two spellings of one absolute path are equal. */
export function comparable(path: string): string {
  return pathKey(path, rulesOf(path));
}

/** A drive letter or a share at the start. On other systems a backslash is a character of a name. */
export function isWindows(path: string): boolean {
  return /^(?:[A-Za-z]:(?:[\\/]|$)|\\\\)/.test(path);
}

/** A store may hold paths of several systems, so that a path's own form decides. */
function rulesOf(path: string): PathRules {
  const windows = isWindows(path);
  return { windows, ignoreCase: windows };
}

/** The last part of a path, to show. */
export function baseName(path: string): string {
  const parts = (isWindows(path) ? path.replaceAll('\\', '/') : path).split('/');
  return parts.findLast((part) => part !== '') ?? path;
}

/** A path below a root of either platform; `path` has `/`. */
export function joinPath(root: string, path: string): string {
  return isWindows(root)
    ? `${root.replace(/[\\/]+$/, '')}\\${path.replaceAll('/', '\\')}`
    : `${root.replace(/\/+$/, '')}/${path}`;
}
