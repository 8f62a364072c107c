import type { Places, SourceShape } from '../importer.js';
import { baseName } from '../../common/paths.js';
import { joinPath } from '../places.js';

/**
 * Aider leaves its history in the repository that it works on, wherever that is: these are the folders below home in which
 * people keep their code. Others are read when they are added in the settings.
 */
export function roots(places: Places): string[] {
  // Systems that tell no large letters from small ones would look into one folder twice.
  const names = places.platform === 'linux' ? [...FOLDERS, ...CAPITALS] : FOLDERS;
  return names.map((parts) => joinPath(places, places.home, ...parts));
}

/** The conversation in Markdown, and what was typed, in a file as the `prompt_toolkit` keeps it. */
export function shapeOf(path: string): SourceShape | null {
  return (isChat(path) || isInput(path)) && mayContain(folderOf(path)) ? 'text' : null;
}

/**
 * Repositories lie one or two folders deep (`repo`, `owner/repo`), or three below a host's name (`github.com/owner/repo`), and nothing
 * below one is looked into (`endsAt`). In what is none, folders of the names that parts of a repository have are passed over.
 */
export function mayContain(folder: string): boolean {
  const parts = folder === '' ? [] : folder.split('/');
  const deepest = parts[0]?.includes('.') === true ? 3 : 2;
  return (
    parts.length <= deepest &&
    parts.every(
      (name, depth) => !name.startsWith('.') && !NEVER.has(name) && (depth === 0 || !PARTS.has(name)),
    )
  );
}

export function companions(path: string): readonly string[] {
  return isChat(path) ? [path.replace(/[^/]*$/, INPUT)] : [];
}

/** What was typed tells of no response. */
export function counts(path: string): boolean {
  return isChat(path);
}

export function isInput(path: string): boolean {
  return baseName(path) === INPUT;
}

/** The repository's folder below the root; empty: it is the root. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function isChat(path: string): boolean {
  return baseName(path) === '.aider.chat.history.md';
}

const INPUT = '.aider.input.history';
const FOLDERS: readonly (readonly string[])[] = [
  ['src'],
  ['code'],
  ['projects'],
  ['dev'],
  ['work'],
  ['repos'],
  ['git'],
  ['workspace'],
  ['source', 'repos'],
  ['Documents', 'GitHub'],
];
const CAPITALS: readonly (readonly string[])[] = [['Code'], ['Projects'], ['Developer']];
const NEVER: ReadonlySet<string> = new Set([
  ...['node_modules', 'bower_components', 'vendor', 'third_party', 'site-packages', '__pycache__', 'Pods'],
  ...['build', 'dist', 'out', 'target', 'bin', 'obj', 'coverage', 'venv', 'env', 'DerivedData', 'tmp'],
]);
const PARTS: ReadonlySet<string> = new Set([
  ...[
    'src',
    'lib',
    'libs',
    'test',
    'tests',
    'spec',
    'docs',
    'doc',
    'examples',
    'scripts',
    'tools',
    'packages',
  ],
  ...['app', 'apps', 'public', 'static', 'assets', 'media', 'include', 'cmd', 'internal', 'pkg', 'config'],
  ...['components', 'crates', 'migrations', 'locales', 'i18n', 'resources', 'data', 'fixtures', 'templates'],
]);
