import assert from 'node:assert/strict';
import {
  chartKeys,
  chartQuestion,
  checked,
  partDimension,
  optional,
  range,
  webAddress,
} from '../../src/ui/panels/arguments.js';
import { wholeNumber } from '../../src/service/shapes.js';
import { panelHtml } from '../../src/ui/panels/panelHtml.js';

describe('page of a webview', () => {
  const html = panelHtml({
    script: 'https://host/replay.js',
    style: 'https://host/replay.css',
    cspSource: 'https://host',
    nonce: 'abc"><script>',
    title: '</title><script>alert(1)</script>',
    language: 'en',
  });

  it('allows nothing but its own files', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'nonce-/);
    assert.ok(!/unsafe|connect-src|frame-src|\*/.test(policy), policy);
  });

  it('takes no markup from a title or an address', () => {
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(!/ style=/.test(html));
  });
});

describe('arguments from a webview', () => {
  it('are refused when they do not fit', () => {
    const call = checked([wholeNumber, optional(wholeNumber)], (a, b) => [a, b]);
    assert.deepEqual(call(1, null), [1, undefined]);
    assert.deepEqual(call(1), [1, undefined]);
    for (const bad of [-1, 1.5, '1', null, {}, Number.NaN, Infinity]) {
      assert.throws(() => call(bad), /Argument 1/);
    }
  });

  it('are web addresses only', () => {
    const ok = (url: unknown) => webAddress.safeParse(url).success;
    assert.ok(ok('https://example.com/a') && ok('HTTP://x'));
    for (const bad of [
      'command:quit',
      'javascript:1',
      'file:///x',
      'vscode://x',
      'https:',
      'http:///x',
      ' https://x',
      7,
    ]) {
      assert.ok(!ok(bad), String(bad));
    }
  });

  it('are ranges, dimensions and questions of the stats', () => {
    assert.deepEqual(range.parse({ scope: 'all', since: 1, folders: ['/'] }), { scope: 'all', since: 1 });
    assert.ok(!range.safeParse({ scope: 'elsewhere' }).success);
    assert.ok(!partDimension.safeParse('constructor').success);
    assert.ok(!range.safeParse({ scope: 'all', models: 'claude' }).success);
    assert.ok(chartKeys.safeParse([{ unit: 'model', key: null }]).success);
    assert.ok(!chartKeys.safeParse([{ unit: 'constructor', key: null }]).success);
    assert.deepEqual(
      chartQuestion.parse({ id: 'a', range: { scope: 'all' }, timeZone: 'UTC', sql: 'delete' }),
      { id: 'a', range: { scope: 'all' }, timeZone: 'UTC' },
    );
  });
});
