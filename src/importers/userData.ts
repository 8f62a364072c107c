import type { Places } from './importer.js';
import { joinPath } from './places.js';

/** A program made from VS Code: the folder of its user data, and that of its server on a remote machine. */
interface Product {
  name: string;
  server: string;
}

/** VS Code and the editors made from its source, as their installers name them. */
const products: readonly Product[] = [
  { name: 'Code', server: '.vscode-server' },
  { name: 'Code - Insiders', server: '.vscode-server-insiders' },
  { name: 'Code - OSS', server: '.vscode-server-oss' },
  { name: 'VSCodium', server: '.vscodium-server' },
  { name: 'VSCodium - Insiders', server: '.vscodium-server-insiders' },
  { name: 'Cursor', server: '.cursor-server' },
  { name: 'Windsurf', server: '.windsurf-server' },
  { name: 'Windsurf - Next', server: '.windsurf-server-next' },
  { name: 'Antigravity', server: '.antigravity-server' },
  { name: 'Kiro', server: '.kiro-server' },
  { name: 'Trae', server: '.trae-server' },
  { name: 'Positron', server: '.positron-server' },
];

/**
 * The `User` folders of these products, here and of their servers: `parts` is what lies below them. Source: VS Code,
 * `src/vs/platform/environment/node/userDataPath.js` and `src/server-main.js`. All products when `only` is absent.
 */
export function userDataFolders(places: Places, parts: readonly string[] = [], only?: string): string[] {
  const of = products.filter(({ name }) => only === undefined || name === only);
  return [
    ...of.map(({ name }) => joinPath(places, ...applicationData(places), name, 'User', ...parts)),
    ...of.map(({ server }) => joinPath(places, places.home, server, 'data', 'User', ...parts)),
  ];
}

/** Where the platform keeps data of applications that belongs to the user. */
export function applicationData(places: Places): [string, ...string[]] {
  const { env, home, platform } = places;
  switch (platform) {
    case 'win32':
      return env.APPDATA === undefined ? [home, 'AppData', 'Roaming'] : [env.APPDATA];
    case 'darwin':
      return [home, 'Library', 'Application Support'];
    case 'linux':
      return env.XDG_CONFIG_HOME?.startsWith('/') === true ? [env.XDG_CONFIG_HOME] : [home, '.config'];
  }
}

/** `$XDG_DATA_HOME`, else `~/.local/share`: several agents keep their data there on every platform. */
export function sharedData(places: Places): [string, ...string[]] {
  const { env, home } = places;
  return env.XDG_DATA_HOME?.startsWith('/') === true ? [env.XDG_DATA_HOME] : [home, '.local', 'share'];
}
