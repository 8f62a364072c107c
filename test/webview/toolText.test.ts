import assert from 'node:assert/strict';
import { linksAsList, pathOf, prettyJson, shellCommand, toolSummary } from '../../webview/replay/toolText.js';

describe('what a tool call says', () => {
  it('is the first line of its most telling field', () => {
    assert.equal(toolSummary('{"description":"d","command":"npm test\\n&& x"}'), 'npm test');
    assert.equal(toolSummary('*** Begin Patch\n…'), '*** Begin Patch');
  });

  it('is the command of a shell', () => {
    assert.equal(shellCommand('{"command":"ls"}'), 'ls');
    assert.equal(shellCommand('{"command":["bash","-lc","a && b"]}'), 'a && b');
    assert.equal(shellCommand('{"command":["rg","a b"]}'), "rg 'a b'");
    assert.equal(shellCommand('plain'), 'plain');
    assert.equal(shellCommand('{"x":1}'), null);
  });

  it('has the hits of a search of the web as links, and what is none as it was', () => {
    const hits = [
      { title: 'A [b] *c*', url: 'https://example.org/a?b=1' },
      { url: 'https://example.org/b' },
      { title: 'x', url: 'javascript:alert(1)' },
      { title: 'y', url: 'https://example.org/> [z](command:x)' },
    ];
    assert.equal(
      linksAsList(`Links: ${JSON.stringify(hits)}\n\nIt is so.`),
      '- [A \\[b\\] \\*c\\*](<https://example.org/a?b=1>)\n- [https\\://example.org/b](<https://example.org/b>)\n\n\nIt is so.',
    );
    for (const text of ['Links: [1, null]', 'Links: [{"url":', 'Links: {}', 'no links']) {
      assert.equal(linksAsList(text), text);
    }
  });

  it('is a path, and JSON one can read', () => {
    assert.equal(pathOf('{"file_path":"a"}'), 'a');
    assert.equal(pathOf('[1]'), null);
    assert.deepEqual(prettyJson('{"a":1}'), { text: '{\n  "a": 1\n}', isJson: true });
    const deep = '['.repeat(4000) + ']'.repeat(4000);
    assert.deepEqual(prettyJson(deep), { text: deep, isJson: true });
    assert.deepEqual(prettyJson('{"a":'), { text: '{"a":', isJson: false });
  });
});
