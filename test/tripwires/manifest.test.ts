import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const nls = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;

interface MenuEntry {
  command: string;
  when?: string;
}
interface Manifest {
  icon: string;
  extensionKind: string[];
  activationEvents: string[];
  capabilities: {
    untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] };
    virtualWorkspaces: boolean;
  };
  contributes: {
    commands: { command: string; title: string; category: string; icon: string }[];
    menus: Record<string, MenuEntry[]>;
    keybindings: { command: string; key: string }[];
    views: Record<string, { id: string }[]>;
    viewsWelcome: { view: string; contents: string }[];
    configuration: {
      properties: Record<string, { scope: string; default: unknown; markdownDescription: string }>;
    }[];
    walkthroughs: { id: string; steps: { media: { markdown: string }; description: string }[] }[];
  };
}

/** Command ids by their files: what src/ui/commands registers. */
const implemented = readdirSync(join(root, 'src/ui/commands'))
  .map((name) => readFileSync(join(root, 'src/ui/commands', name), 'utf8'))
  .flatMap((source) => [...source.matchAll(/^ {2}id: '(agentLogbook\.\w+)'/gm)].map((match) => match[1]!))
  .sort();
const declared = contributes.commands.map(({ command }) => command).sort();
const settings = Object.assign({}, ...contributes.configuration.map((group) => group.properties)) as Record<
  string,
  { scope: string; default: unknown; markdownDescription: string }
>;

describe('the manifest', () => {
  it('declares the commands that exist, each once and in the table', () => {
    assert.deepEqual(declared, implemented);
    assert.equal(new Set(declared).size, declared.length);
    const table = readFileSync(join(root, 'src/ui/commands/index.ts'), 'utf8');
    for (const id of implemented) {
      assert.match(table, new RegExp(`^ {2}${id.slice('agentLogbook.'.length)},$`, 'm'));
    }
  });

  it('gives every command a title, one category and an icon', () => {
    for (const { command, title, category, icon } of contributes.commands) {
      assert.equal(title, `%command.${command.slice('agentLogbook.'.length)}.title%`);
      assert.equal(category, '%category%');
      assert.match(icon, /^\$\([\w-]+\)$/, command);
    }
  });

  it('names in menus, keys, welcome texts and walkthrough only what exists', () => {
    const known = new Set([
      ...declared,
      ...Object.values(contributes.views)
        .flat()
        .map((view) => `${view.id}.focus`),
    ]);
    const used = [
      ...Object.values(contributes.menus).flat(),
      ...contributes.keybindings,
      ...[...JSON.stringify(nls).matchAll(/command:(agentLogbook\.[\w.]+)/g)].map((match) => ({
        command: match[1]!,
      })),
    ];
    assert.deepEqual(
      used.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
    const keys = contributes.keybindings.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('hides from the palette what needs a row', () => {
    const hidden = contributes.menus['commandPalette']!.filter(({ when }) => when === 'false');
    assert.deepEqual(
      hidden.map(({ command }) => command),
      ['agentLogbook.loadMore', 'agentLogbook.openPlanSession', 'agentLogbook.showTicketSummary'],
    );
  });

  it('has a text for every key and a key for every text', () => {
    const keys = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]!));
    assert.deepEqual([...keys].sort(), Object.keys(nls).sort());
  });

  it('lets no folder decide what is read', () => {
    assert.deepEqual(
      manifest.capabilities.untrustedWorkspaces.restrictedConfigurations,
      Object.keys(settings),
    );
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(manifest.capabilities.virtualWorkspaces, false);
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
    for (const [key, { scope }] of Object.entries(settings)) {
      assert.match(scope, /^(machine|application)$/, key);
    }
  });

  it('declares every setting that is read, and reads every one that is declared', () => {
    const sources = ['configSettings.ts', 'config.ts'].map((name) =>
      readFileSync(join(root, 'src/ui', name), 'utf8'),
    );
    const read = new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/(?:read|\.get)\('([\w.]+)'/g)].map((match) => `agentLogbook.${match[1]}`),
      ),
    );
    assert.deepEqual([...read].sort(), Object.keys(settings).sort());
  });

  it('names files that are there', () => {
    for (const file of [
      manifest.icon,
      'media/logbook.svg',
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => step.media.markdown)),
    ]) {
      assert.ok(existsSync(join(root, file)), file);
    }
    // Width and height of a PNG are at bytes 16 and 20.
    const icon = readFileSync(join(root, manifest.icon));
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [128, 128]);
  });
});
