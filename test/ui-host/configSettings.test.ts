import assert from 'node:assert/strict';
import { defaultSettings, type Settings } from '../../src/common/settings.js';
import { toSettings } from '../../src/ui/configSettings.js';

describe('settings', () => {
  const cases: { name: string; values: Record<string, unknown>; expected: Partial<Settings> }[] = [
    { name: 'nothing set', values: {}, expected: {} },
    {
      name: 'switches',
      values: { 'recording.paused': true, 'recording.keepToolOutput': false },
      expected: { paused: true, keep: { ...defaultSettings.keep, toolOutput: false } },
    },
    {
      name: 'lists with rubbish in them',
      values: { 'agents.disabled': ['a', 3, ''], 'recording.excludedProjects': 'no list' },
      expected: { disabledAgents: ['a'] },
    },
    {
      name: 'extra folders',
      values: { 'agents.extraFolders': { a: ['/x'], b: '/y', c: 3, d: [] } },
      expected: { extraRoots: { a: ['/x'], b: ['/y'] } },
    },
    {
      name: 'a key of the prototype',
      values: JSON.parse(
        '{"agents.extraFolders":{"__proto__":"/x","a":"/y"},"prices":{"__proto__":{"input":1,"output":1}}}',
      ),
      expected: { extraRoots: { a: ['/y'] } },
    },
    {
      name: 'prices',
      values: {
        prices: {
          m: { input: 1, output: 2, cacheRead: 0.1, cacheWrite1h: 'x' },
          bad: { input: -1, output: 2 },
        },
      },
      expected: { prices: { m: { input: 1, output: 2, cacheRead: 0.1 } } },
    },
    {
      name: 'a pattern',
      values: { 'tickets.pattern': '([A-Z]+-\\d+)' },
      expected: { ticketPattern: '([A-Z]+-\\d+)' },
    },
    { name: 'a broken pattern', values: { 'tickets.pattern': '(' }, expected: { ticketPattern: '(' } },
    {
      name: 'a pattern that only the unicode mode refuses',
      values: { 'tickets.pattern': 'feature\\/(\\w+\\-\\d+)' },
      expected: { ticketPattern: 'feature\\/(\\w+\\-\\d+)' },
    },
    {
      name: 'minutes in the wrong order',
      values: { 'sessions.idleAfterMinutes': 30, 'sessions.endedAfterMinutes': 0 },
      expected: { idleAfterMinutes: 30, endedAfterMinutes: 30 },
    },
  ];
  for (const { name, values, expected } of cases) {
    it(`are read: ${name}`, () =>
      assert.deepEqual(
        toSettings((key) => values[key]),
        { ...defaultSettings, ...expected },
      ));
  }
});
