import assert from 'node:assert/strict';
import { pathOf, prettyJson, shellCommand, toolSummary } from '../../webview/replay/toolText.js';

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

  it('is a path, and JSON one can read', () => {
    assert.equal(pathOf('{"file_path":"a"}'), 'a');
    assert.equal(pathOf('[1]'), null);
    assert.deepEqual(prettyJson('{"a":1}'), { text: '{\n  "a": 1\n}', isJson: true });
    const deep = '['.repeat(4000) + ']'.repeat(4000);
    assert.deepEqual(prettyJson(deep), { text: deep, isJson: true });
    assert.deepEqual(prettyJson('{"a":'), { text: '{"a":', isJson: false });
  });
});
