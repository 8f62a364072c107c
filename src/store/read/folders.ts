import { isInside, isWindowsPath, pathKey, type PathRules } from '../../common/paths.js';

/** Whether a path is the folder or below it. */
export function isWithin(folder: string, path: string): boolean {
  return isWindowsPath(folder) === isWindowsPath(path) && isInside(path, folder, rulesOf(path));
}

/** A form in which two spellings of one absolute path are equal. */
export function comparable(path: string): string {
  return pathKey(path, rulesOf(path));
}

/** A store may hold paths of several systems, so that a path's own form decides. */
function rulesOf(path: string): PathRules {
  const windows = isWindowsPath(path);
  return { windows, ignoreCase: windows };
}

/** A path below a root of either platform; `path` has `/`. */
export function joinPath(root: string, path: string): string {
  return isWindowsPath(root)
    ? `${root.replace(/[\\/]+$/, '')}\\${path.replaceAll('/', '\\')}`
    : `${root.replace(/\/+$/, '')}/${path}`;
}
