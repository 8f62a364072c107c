import assert from 'node:assert/strict';
import { defaultSettings } from '../../src/common/settings.js';
import type { StoreApi } from '../../src/common/storeApi.js';
import { validArguments, validSettings } from '../../src/service/validate.js';

describe('arguments of calls', () => {
  for (const [method, args, expected] of [
    ['session', ['a:b'], ['a:b']],
    ['ticket', ['X-1', null], ['X-1']],
    ['ticket', ['X-1', undefined], ['X-1']],
    ['assignTicket', ['a:b', null], ['a:b', null]],
    ['assignTicket', ['a:b', null, null], ['a:b', null]],
    ['usage', [{ by: 'day', extra: 1, since: undefined }], [{ by: 'day' }]],
    ['startTicket', [{ key: ' X-1 ', folder: '/f', at: 5 }], [{ key: 'X-1', folder: '/f', at: 5 }]],
    ['rescan', [], []],
  ] as [keyof StoreApi, unknown[], unknown[]][]) {
    it(`${method} ${JSON.stringify(args)} are taken as ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(validArguments(method, args), expected));
  }

  for (const [method, args, says] of [
    ['session', [], /^session: Too small/],
    ['session', [{ $ne: 1 }], /^session: 0: /],
    ['sessions', [{}, { limit: 1e9 }], /^sessions: 1\.limit: /],
    ['sessions', [{}, { limit: 10, offset: -1 }], /^sessions: 1\.offset: /],
    ['usage', [{ by: 'day; drop table usage' }], /^usage: 0\.by: /],
    ['bodies', [['1']], /^bodies: 0\.0: /],
    ['startTicket', [{ key: ' ', folder: '/f' }], /^startTicket: 0\.key: /],
    ['configure', [{ ...defaultSettings, paused: 'yes' }], /^configure: 0\.paused: /],
    ['rescan', ['now'], /^rescan: Too big/],
  ] as [keyof StoreApi, unknown[], RegExp][]) {
    it(`${method} ${JSON.stringify(args).slice(0, 60)} are refused`, () =>
      assert.throws(() => validArguments(method, args), { name: 'TypeError', message: says }));
  }
});

describe('stored settings', () => {
  it('of an older version get the defaults of what is new', () => {
    assert.deepEqual(validSettings({ paused: true }, defaultSettings), { ...defaultSettings, paused: true });
  });

  it('that are damaged are none', () => {
    for (const value of [null, 'x', { paused: 1 }, { keep: {} }]) {
      assert.equal(validSettings(value, defaultSettings), null);
    }
  });
});
