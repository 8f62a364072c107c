import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { oneLine } from '../../src/common/plainText.js';
import { escapeMarkdown, fenced } from '../../src/common/markdownText.js';
import { forNotification, withoutIcons } from '../../src/ui/text.js';
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

  it('has no address that becomes a link by itself', () => {
    const markdown = new MarkdownIt({ html: true, linkify: true });
    for (const text of [
      'https://evil.example/x',
      'www.evil.example',
      'WWW.evil.example',
      'a@evil.example',
      'ftp://x.y',
    ]) {
      const escaped = escapeMarkdown(text);
      assert.equal(markdown.renderInline(escaped).replace(/<[^>]*>/g, ''), text);
      // What makes links of addresses looks for these in the source.
      assert.doesNotMatch(escaped, /\w:\/\/|www\.|\w@/i);
    }
  });

  it('is fenced whatever backticks it has', () => {
    assert.equal(fenced('a ```` b', 'ts'), '`````ts\na ```` b\n`````');
    assert.equal(fenced('`'.repeat(3) + ' `'.repeat(500_000)).slice(0, 5), '````\n');
    assert.equal(fenced('a\n'), '```\na\n```');
  });
});
