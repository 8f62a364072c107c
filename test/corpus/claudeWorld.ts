import { createRandom, type Random } from './random.js';
import { createText, type Text } from './text.js';

/** What all sessions of a corpus share: who works where, and the texts that they are cut from. */
export interface ClaudeWorld {
  random: Random;
  text: Text;
  folders: readonly string[];
  branches: readonly string[];
  pools: { code: string; prose: string; signature: string };
}

const words =
  'the a to of in for and is that this it with on as be are file function return const import from test value error handler request response session token cache index query parse write read stream buffer worker queue schema migration index column table commit branch merge rebase diff patch hunk retry timeout config option default module export class method async await promise result state update render component props hook effect context provider route server client socket event listener callback closure scope type interface generic union string number boolean object array map set filter reduce sort slice join split match replace regex path dir glob watch poll lock mutex thread process signal exit code stdout stderr stdin pipe log debug info warn trace metric counter gauge histogram span budget cost price model agent prompt message tool call output input usage limit window reset bill invoice ticket issue label milestone review approve deploy release rollback canary flag feature toggle rollout';

export const models = [
  { name: 'claude-opus-4-5-20251101', weight: 0.34 },
  { name: 'claude-sonnet-4-5-20250929', weight: 0.4 },
  { name: 'claude-opus-4-6', weight: 0.12 },
  { name: 'claude-sonnet-4-6', weight: 0.14 },
];

/** Explore agents run on the small one. */
export const smallModel = 'claude-haiku-4-5-20251001';

/** $ per million tokens. They are those of the corpus, for checking; the product has a list of its own. */
export const prices: Record<string, Price> = {
  'claude-opus-4-5-20251101': { input: 5, output: 25, write5m: 6.25, write1h: 10, read: 0.5 },
  'claude-opus-4-6': { input: 5, output: 25, write5m: 6.25, write1h: 10, read: 0.5 },
  'claude-sonnet-4-5-20250929': { input: 3, output: 15, write5m: 3.75, write1h: 6, read: 0.3 },
  'claude-sonnet-4-6': { input: 3, output: 15, write5m: 3.75, write1h: 6, read: 0.3 },
  [smallModel]: { input: 1, output: 5, write5m: 1.25, write1h: 2, read: 0.1 },
};

/** Of a whole request whose input is above 200,000 tokens. */
export const longContextPrices: Record<string, Price> = {
  'claude-sonnet-4-5-20250929': { input: 6, output: 22.5, write5m: 7.5, write1h: 12, read: 0.6 },
};

export interface Price {
  input: number;
  output: number;
  write5m: number;
  write1h: number;
  read: number;
}

export function createClaudeWorld(seed: number): ClaudeWorld {
  const random = createRandom(seed);
  const { int, pick, chance } = random;
  const text = createText(random, {
    ...{ words, identifiers: 6000, mark: ' → ✓ ', deepestIndent: 5 },
    codeLines: (_random, { words: known, identifiers, sentence }) => {
      const name = () => pick(identifiers);
      const word = () => pick(known);
      return [
        () => `const ${name()} = await ${name()}(${name()}, { ${name()}: ${int(0, 9999)} });`,
        () => `if (${name()}.${word()} !== "${word()}") return ${name()}(${name()});`,
        () => `// ${sentence()}`,
        () => `export function ${name()}(${name()}: string, ${word()}: number) {`,
        () => `}`,
        () => `this.${name()}.${word()}(\`\${${name()}} ${word()}\\n\`);`,
        () => ``,
        () => `\t\t"${name()}": ["${word()}", ${int(1, 1e6)}],`,
      ];
    },
  });
  const pools = {
    code: text.code(3 << 20),
    prose: text.prose(2 << 20),
    signature: random.id('', 400_000),
  };
  const folders = Array.from(
    { length: 24 },
    (_, i) => `/home/dev/src/${pick(text.words)}-${pick(text.identifiers).toLowerCase()}${i}`,
  );
  const branches = Array.from({ length: 160 }, (_, i) => {
    if (chance(0.7)) {
      const kind = pick(['feature', 'fix', 'chore']);
      return `${kind}/${pick(['PROJ', 'WEB', 'OPS'])}-${1000 + i}-${pick(text.words)}-${pick(text.words)}`;
    }
    return pick(['main', 'develop', `user/${pick(text.words)}`]);
  });
  return { random, text, folders, branches, pools };
}
