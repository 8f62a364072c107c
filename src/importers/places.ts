import type { Places } from './importer.js';

/** Joins parts by the platform's separator. The first part may end with one. */
export function joinPath(places: Places, ...parts: readonly string[]): string {
  const separator = places.platform === 'win32' ? '\\' : '/';
  return parts.map((part, index) => (index < parts.length - 1 ? withoutEnd(part) : part)).join(separator);
}

/** The absolute folders in a variable of the environment that may hold several, separated by commas. */
export function foldersOf(places: Places, variable: string): string[] {
  return (places.env[variable] ?? '')
    .split(',')
    .map((folder) => folder.trim())
    .filter((folder) => isAbsolute(places, folder))
    .map(withoutEnd);
}

/** A path as tools name it, from the folder that they work in. */
export function absolutePath(path: string, folder: string | null | undefined): string {
  if (folder === null || folder === undefined || path.startsWith('/') || /^[a-z]:[\\/]/i.test(path)) {
    return path;
  }
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + path : folder + separator + path;
}

/** True for the form of a session id that agents use: 8-4-4-4-12 hexadecimal digits. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** True for an id that a command takes for nothing but an id: files of a stranger may name one like an option. */
export function isPlainId(id: string): boolean {
  return /^[a-z0-9][\w.:-]*$/i.test(id);
}

function isAbsolute(places: Places, path: string): boolean {
  return places.platform === 'win32' ? /^([a-z]:[\\/]|[\\/]{2})/i.test(path) : path.startsWith('/');
}

function withoutEnd(path: string): string {
  return path.length > 1 && (path.endsWith('/') || path.endsWith('\\')) && !/^[a-z]:[\\/]$/i.test(path)
    ? path.slice(0, -1)
    : path;
}
