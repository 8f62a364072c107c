import assert from 'node:assert/strict';
import { branchRule } from '../../../src/attribution/ticketKey.js';
import { defaultSettings, type Settings } from '../../../src/common/settings.js';
import { excludedFolders } from '../../../src/ingest/excludedFolders.js';
import { priceTable } from '../../../src/pricing/pricing.js';
import { validArguments, validSettings } from '../../../src/service/validate.js';
import { matchInTime } from '../../../src/store/matchInTime.js';
import { toSettings } from '../../../src/ui/configSettings.js';
import type { Input, Target } from './target.js';

/**
 * What a person typed into settings.json, or what is left of it in a database: the store can obey what is made of it, and
 * obeying ends.
 */
export const settingsTarget: Target = {
  name: 'settings',
  seeds: () => [typed, { ...typed, 'recording.excludedProjects': globs }, { stored: defaultSettings }],
  open: () => ({ try: trySettings }),
};

const globs = [
  '~/private',
  '/work/*',
  '**/secret-*/**',
  'C:\\work\\x',
  '/a/{b,c}/[d-f]',
  '!(x|y)',
  '+(a|b)*',
];

const typed = {
  'agents.disabled': ['codex'],
  'agents.extraFolders': { claude: ['/mnt/claude'], codex: '/mnt/codex' },
  'recording.excludedProjects': ['~/private', '/work/*'],
  'recording.keepPrompts': true,
  'recording.keepToolOutput': false,
  'recording.paused': false,
  'tickets.pattern': 'feature\\/([a-z]+-\\d+)',
  prices: {
    'my-model': { input: 1, output: 2, cacheRead: 0.1, cacheWrite5m: 1, cacheWrite1h: 2 },
    'gpt-*': { input: 1, output: 1 },
  },
  'sessions.idleAfterMinutes': 5,
  'sessions.endedAfterMinutes': 10,
};

const folders = [
  '/work/app',
  '/work/secret-x/y',
  '/home/dev/private',
  'C:\\work\\x',
  '/',
  '',
  'a/'.repeat(200),
  '\\\\s\\x',
];
const branches = ['feature/abc-1', 'main', 'a'.repeat(250), `feature/${'x-1'.repeat(60)}`];

function trySettings(input: Input): void {
  const fields = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const stored = validSettings(fields['stored'], defaultSettings);
  if (stored !== null) {
    obey(stored);
  }
  const settings = toSettings((key) => (Object.hasOwn(fields, key) ? fields[key] : undefined));
  let passed: unknown;
  try {
    [passed] = validArguments('configure', JSON.parse(JSON.stringify([settings])) as unknown[]);
  } catch (error) {
    // Of a wrong type is not set; what is too long is refused as a whole, and the user is told which it is.
    assert.match(String(error), /^TypeError: configure: 0\.[\s\S]+: Too big/);
    return;
  }
  assert.deepEqual(passed, JSON.parse(JSON.stringify(settings)));
  assert.notEqual(validSettings(settings, defaultSettings), null, 'what was made of it is no settings');
  obey(settings);
}

function obey(settings: Settings): void {
  for (const platform of ['linux', 'win32'] as const) {
    const isExcluded = excludedFolders(
      settings.excludedProjects,
      { home: '/home/dev', platform },
      (path) => path,
    );
    for (const folder of folders) {
      assert.equal(typeof isExcluded(folder), 'boolean');
    }
  }
  const rule = branchRule(settings.ticketPattern, matchInTime);
  for (const branch of branches) {
    const key = rule.keyOf(branch);
    assert.ok(key === null || key.length <= 64);
  }
  priceTable(settings.prices);
}
