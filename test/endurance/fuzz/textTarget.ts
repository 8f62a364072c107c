import assert from 'node:assert/strict';
import { parsePatch, patchSides } from '../../../src/common/patch.js';
import { oneLine, plainText } from '../../../src/common/plainText.js';
import { ticketKey } from '../../../src/common/ticketKey.js';
import { mainArgument, textField } from '../../../src/common/toolInput.js';
import { branchRule } from '../../../src/attribution/ticketKey.js';
import { table } from '../../../src/cli/table.js';
import { ofUnifiedDiff } from '../../../src/importers/patch.js';
import { titleOf } from '../../../src/importers/titles.js';
import { findModel } from '../../../src/pricing/findModel.js';
import { ansiRuns } from '../../../webview/app/ansi.js';
import { highlight, type CodeNode } from '../../../webview/app/highlight.js';
import { linkTarget } from '../../../webview/app/links.js';
import { elementsOf, markdownLimit, renderMarkdown } from '../../../webview/app/markdown.js';
import { pathOf, prettyJson, shellCommand, toolSummary } from '../../../webview/replay/toolText.js';
import { payloads } from '../../webview/fakeSteps.js';
import { invisible } from './invisible.js';
import { mutateText, oddTexts } from './mutate.js';
import type { Input, Target } from './target.js';

/** Any text of a session, through everything that shows one. */
export const textTarget: Target = {
  name: 'text',
  seeds: () => [...payloads, ...oddTexts.filter((text) => text !== ''), ...ordinary],
  mutate(input, random, other) {
    const text = mutateText(String(input), random, oddTexts);
    const whole = random.below(6) === 0 ? text + String(other) : text;
    return whole.slice(0, longest);
  },
  open: () => ({ try: (input: Input) => (typeof input === 'string' ? tryText(input) : undefined) }),
};

const longest = 70_000;

const ordinary = [
  '@@ -1,2 +1,3 @@ class A\n a\n-b\n+c\n+d\n\\ No newline at end of file\n',
  '--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@\n-x\n+y\n',
  '# Head\n\n- one\n- **two** `code`\n\n1. [link](src/a.ts#L3)\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nconst a = `x${1}`;\n```\n',
  '\u001b[1;31mred\u001b[0m 10 %\r100 %\n\u001b]8;;https://x.y\u001b\\link\u001b]8;;\u001b\\',
  '{"command":["bash","-lc","ls -la | grep x"],"workdir":"/work/app","timeout_ms":1000}',
  '{"file_path":"/work/app/src/a.ts","old_string":"a","new_string":"b"}',
  'feature/ABC-123-fix-login',
  'issue-77',
  'gh-12/title',
  'claude-opus-4-20250514',
  'openrouter/anthropic/claude-3.5-sonnet:beta',
];

/** May be in a message: these elements, and code blocks. */
const allowed = new Set(
  'p h3 ul ol li blockquote table thead tbody tr th td em strong s hr br div a button code span'.split(' '),
);
const actions = {
  ...{ copy: () => undefined, openLink: () => undefined, openFile: () => undefined },
  shortPath: (path: string) => path,
};
const { keyOf } = branchRule('');

function tryText(text: string): void {
  assert.doesNotMatch(plainText(text), invisible);
  assert.equal(plainText(plainText(text)), plainText(text), 'plain text is plain');
  assert.doesNotMatch(oneLine(text), /[\n\t]/);
  assert.ok([...oneLine(text)].length <= 120);
  assert.ok(titleOf(text).length <= 121);
  const key = keyOf(text.slice(0, 255));
  assert.ok(key === null || ticketKey(key) === key, `the key of a branch is spelled ${key}`);
  findModel(text);
  const shown = table([{ title: 'x', width: 200, text: (row: string) => row }], [text, ''], 80);
  assert.doesNotMatch(shown, invisible);
  assert.ok(shown.split('\n').length === 3, 'a row is a line');
  for (const line of parsePatch(text)) {
    assert.ok(!line.text.includes('\n'));
  }
  patchSides(text);
  const { patch, added, removed } = ofUnifiedDiff(text);
  assert.ok((patch?.length ?? 0) <= 2 * text.length + 100 && (added ?? 0) >= 0 && (removed ?? 0) >= 0);
  for (const summary of [toolSummary(text), mainArgument(text)]) {
    assert.equal(typeof summary, 'string');
  }
  shellCommand(text);
  pathOf(text);
  textField(text, 'command');
  assert.ok(prettyJson(text).text.length <= 60 * text.length + 10);
  if (text.length <= markdownLimit) {
    checkMarkdown(text);
  }
  for (const { text: run, classes } of ansiRuns(text)) {
    assert.doesNotMatch(run, invisible);
    assert.match(classes, /^[a-z -]*$/);
  }
  for (const language of ['ts', 'bash', 'json', 'diff']) {
    assert.equal(plain(highlight(text, language)), text);
  }
  checkLink(text);
}

function checkMarkdown(text: string): void {
  for (const { type, props } of elementsOf(renderMarkdown(text, actions))) {
    assert.ok(typeof type !== 'string' || allowed.has(type), `element ${String(type)}`);
    for (const [name, value] of Object.entries(props)) {
      assert.ok(!/^(dangerouslySetInnerHTML|style|srcdoc|src)$/.test(name), `attribute ${name}`);
      assert.ok(!name.startsWith('on') || typeof value === 'function', `attribute ${name}`);
    }
    if (type === 'a') {
      assert.match(String(props['href']), /^https?:\/\//);
    }
  }
}

function checkLink(text: string): void {
  const target = linkTarget(text);
  if (target?.kind === 'web') {
    assert.match(target.url, /^https?:\/\/[^/]/);
  } else if (target?.kind === 'file') {
    assert.doesNotMatch(target.path, /^[a-z][a-z0-9+.-]+:/i, 'a scheme went through as a file');
    assert.doesNotMatch(target.path, /^[\\/]{2}/, 'another machine went through as a file');
  }
}

function plain(nodes: readonly CodeNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : plain(node.children))).join('');
}
