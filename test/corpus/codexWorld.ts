import { createRandom, type Random } from './random.js';
import { createText, type Text } from './text.js';

/**
 * How Codex wrote at different times: `bare` before September 2025 (items without an envelope, no usage), `old` 0.4x, `mid`
 * 0.118 to 0.145 (token_count only), `new` 0.16x (ordinals, token_usage_record beside token_count).
 */
export type Era = 'bare' | 'old' | 'mid' | 'new';

export interface Repository {
  cwd: string;
  url: string;
}

export interface Source {
  name: string;
  originator: string;
  weight: number;
}

/** What all threads of a corpus share. */
export interface CodexWorld {
  random: Random;
  text: Text;
  pools: { code: string; prose: string; signature: string };
  baseInstructions: string;
  repositories: readonly Repository[];
  branches: readonly string[];
}

const words =
  'the a to of in for and is that this it with on as be are file function return const import from test value error handler request response session token cache index query parse write read stream buffer worker queue schema migration column table commit branch merge rebase diff patch hunk retry timeout config option default module export class method async await promise result state update render component hook effect context provider route server client socket event listener callback scope type interface string number boolean object array map set filter reduce sort slice join split match replace regex path dir glob watch poll lock thread process signal exit code pipe log debug info warn trace metric counter histogram span budget cost price model agent prompt message tool call output input usage limit window reset issue label review approve deploy release rollback flag feature';

export const models: Record<Era, readonly string[]> = {
  bare: ['codex-mini-latest'],
  old: ['gpt-5-codex', 'gpt-5'],
  mid: ['gpt-5.4', 'gpt-5.4', 'gpt-5.3-codex', 'gpt-5.4-mini'],
  new: ['gpt-5.5', 'gpt-5.5', 'gpt-5.5-codex', 'gpt-5.4-mini'],
};

export const versions: Record<Era, readonly string[]> = {
  bare: ['0.10.0'],
  old: ['0.41.0', '0.46.0', '0.58.0'],
  mid: ['0.118.0', '0.121.0', '0.125.0', '0.130.0', '0.139.0', '0.145.0-alpha.18'],
  new: ['0.163.2', '0.169.0'],
};

export const terminal: Source = { name: 'cli', originator: 'codex-tui', weight: 0.5 };

export const sources: readonly Source[] = [
  terminal,
  { name: 'vscode', originator: 'codex_vscode', weight: 0.28 },
  { name: 'exec', originator: 'codex_exec', weight: 0.2 },
  { name: 'mcp', originator: 'codex_mcp', weight: 0.02 },
];

export const nicknames = ['Banach', 'Harvey', 'Euler', 'Noether', 'Curie', 'Hopper', 'Turing', 'Gauss'];

export function createCodexWorld(seed: number): CodexWorld {
  const random = createRandom(seed);
  const { int, pick, chance } = random;
  const text = createText(random, {
    ...{ words, identifiers: 4000, mark: ' → ✓ café 東京 ', deepestIndent: 4 },
    codeLines: (_random, { words: known, identifiers, sentence }) => {
      const name = () => pick(identifiers);
      const word = () => pick(known);
      return [
        () => `const ${name()} = await ${name()}(${name()}, ${int(0, 9999)});`,
        () => `if (${name()}.${word()} !== "${word()}") return ${name()}();`,
        () => `// ${sentence()}`,
        () => `func ${name()}(${word()} string) error {`,
        () => '}',
        () => ``,
        () => `\t"${name()}": ["${word()}", ${int(1, 1e6)}],`,
      ];
    },
  });
  const pools = {
    code: text.code(2 << 20),
    prose: text.prose(1 << 20),
    signature: random.id('', 300_000),
  };
  const intro = 'You are Codex, a coding agent based on GPT-5. You and the user share the same workspace. ';
  const baseInstructions = intro + text.cut(pools.prose, 9000);
  const repositories = Array.from({ length: 18 }, (_, i) => ({
    cwd: `/home/dev/src/${pick(text.words)}-${pick(text.identifiers).toLowerCase()}${i}`,
    url: `git@example.com:acme/${pick(text.words)}${i}.git`,
  }));
  const branches = Array.from({ length: 90 }, (_, i) => {
    if (chance(0.7)) {
      const kind = pick(['feature', 'fix', 'chore']);
      return `${kind}/${pick(['PROJ', 'WEB', 'OPS'])}-${1000 + i}-${pick(text.words)}`;
    }
    return pick(['main', 'develop', `user/${pick(text.words)}`]);
  });
  return { random, text, pools, baseInstructions, repositories, branches };
}
