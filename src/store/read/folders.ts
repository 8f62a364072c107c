/** Whether a path is the folder or below it. Paths of Windows are the same in any case and with either separator. */
export function isWithin(folder: string, path: string): boolean {
  const outer = comparable(folder);
  const inner = comparable(path);
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

/** A form in which two spellings of one absolute path are equal. */
export function comparable(path: string): string {
  const windows = isWindows(path);
  const slashed = windows ? path.replaceAll('\\', '/').toLowerCase() : path;
  const trimmed = slashed.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed;
}

/** A drive letter or a share at the start. On other systems a backslash is a character of a name. */
export function isWindows(path: string): boolean {
  return /^(?:[A-Za-z]:(?:[\\/]|$)|\\\\)/.test(path);
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
