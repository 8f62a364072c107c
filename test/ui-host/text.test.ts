import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { oneLine } from '../../src/common/plainText.js';
import { escapeMarkdown, fenced, forNotification, withoutIcons } from '../../src/ui/text.js';
import { folderGlob } from '../../src/ui/folderGlob.js';
import picomatch from 'picomatch';
import { hostile } from './usage.js';

describe('text of sessions', () => {
  it('draws no icons and makes no links', () => {
    assert.equal(withoutIcons('$(alert)\u001b[31m\nx'), '\\$(alert) x');
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
