import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { escapeMarkdown, fenced, forNotification, oneLine, withoutIcons } from '../../src/ui/text.js';
import { folderGlob } from '../../src/ui/folderGlob.js';
import picomatch from 'picomatch';
import { hostile } from './usage.js';

describe('text of sessions', () => {
  it('becomes one plain line', () => {
    assert.equal(oneLine('a\r\n\tb  c\u0000'), 'a b c');
    assert.equal(oneLine('\u001b[1;31mred\u001b[0m \u001b]0;title\u0007end'), 'red end');
    assert.equal(oneLine('\u202eevil\u202c'), 'evil');
    assert.equal(oneLine('w'.repeat(1_000_000), 20), `${'w'.repeat(19)}…`);
    assert.equal(oneLine('😀'.repeat(10), 5), '😀😀😀😀…');
  });

  it('is never longer than asked for and has no control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, max) => {
        const line = oneLine(text, max);
        return [...line].length <= max && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line);
      }),
    );
  });

  it('draws no icons and makes no links', () => {
    assert.equal(withoutIcons('$(alert) x'), '\\$(alert) x');
    assert.ok(!forNotification(hostile).includes(']('));
  });

  it('shows in Markdown as it is', () => {
    const markdown = new MarkdownIt({ html: true });
    const rendered = markdown.render(escapeMarkdown(oneLine(hostile)));
    assert.doesNotMatch(rendered, /<(?!\/?p>|br)/);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const html = markdown.renderInline(escapeMarkdown(`x${text}`));
        return !/<(?!br)/.test(html);
      }),
    );
  });

  it('is fenced whatever backticks it has', () => {
    assert.equal(fenced('a ```` b', 'ts'), '`````ts\na ```` b\n`````');
    assert.equal(fenced('a\n'), '```\na\n```');
  });
});

describe('the glob of a folder', () => {
  for (const [folder, inside, outside] of [
    ['/home/you/shop', '/home/you/shop/src', '/home/you/shop2'],
    ['/home/you/a (b) [c]', '/home/you/a (b) [c]/x', '/home/you/a b c/x'],
    ['C:\\work\\shop\\', 'C:/work/shop/src', 'C:/work'],
  ] as const) {
    it(`of ${folder} matches it and what is below`, () => {
      const matches = picomatch(folderGlob(folder), { dot: true });
      assert.ok(matches(inside));
      assert.ok(matches(folder.replaceAll('\\', '/').replace(/\/$/, '')));
      assert.ok(!matches(outside));
    });
  }
});
