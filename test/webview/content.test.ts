import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ComponentChildren } from 'preact';
import { parsePatch, patchSides } from '../../src/common/patch.js';
import { ansiRuns } from '../../webview/app/ansi.js';
import { highlight, type CodeNode } from '../../webview/app/highlight.js';
import { linkTarget } from '../../webview/app/links.js';
import { elementsOf, renderMarkdown } from '../../webview/app/markdown.js';
import { Icon } from '../../webview/app/ui/icon.js';
import { payloads } from './fakeSteps.js';

const actions = {
  copy: () => undefined,
  openLink: () => undefined,
  openFile: () => undefined,
  shortPath: (path: string) => path,
};

describe('messages as Markdown', () => {
  /** What may be in a message: these elements, and code blocks. */
  const allowed = new Set(
    'p h3 ul ol li blockquote table thead tbody tr th td em strong s hr br div a button code'.split(' '),
  );

  const check = (text: string) => {
    for (const { type, props } of elementsOf(renderMarkdown(text, actions))) {
      if (typeof type === 'string') {
        assert.ok(allowed.has(type), `${type} in ${text}`);
      }
      for (const name of Object.keys(props)) {
        assert.ok(!/^(dangerouslySetInnerHTML|style|srcdoc|src)$/.test(name), `${name} in ${text}`);
        assert.ok(!name.startsWith('on') || typeof props[name] === 'function', `${name} in ${text}`);
      }
      if (type === 'a') {
        assert.match(String(props['href']), /^https?:\/\//, text);
      }
    }
  };

  for (const text of payloads) {
    it(`shows as text: ${JSON.stringify(text.slice(0, 60))}`, () => check(text));
  }

  it('makes only these elements of any text', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '[',
      ']',
      '(',
      ')',
      '!',
      '`',
      '```\n',
      '"',
      "'",
      'javascript:',
      '\n',
      '# ',
      '|',
      '-|-',
      'a',
      ' ',
      '&#',
      ';',
      'https://x.y',
      'on=',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => check(parts.join(''))),
      { numRuns: 300 },
    );
  });

  it('leads to web pages and files, and nowhere else', () => {
    const opened: unknown[] = [];
    const nodes = renderMarkdown(
      '[web](https://example.com/a?b#c) [file](src/a%20b.ts#L7) [no](command:quit)',
      {
        copy: () => undefined,
        openLink: (url) => opened.push(url),
        openFile: (path, line) => opened.push([path, line]),
        shortPath: (path) => path,
      },
    );
    const links = elementsOf(nodes).filter(({ type }) => type === 'a' || type === 'button');
    for (const { props } of links) {
      const click = props['onClick'] as (event: unknown) => void;
      click({ preventDefault: () => undefined, stopPropagation: () => undefined });
    }
    assert.deepEqual(opened, ['https://example.com/a?b#c', ['src/a b.ts', 7]]);
    assert.ok(textOf(nodes).includes('no'));
  });

  it('keeps headings at one level and lists at their number', () => {
    const elements = elementsOf(renderMarkdown('# One\n\n3. three\n4. four', actions));
    assert.deepEqual(
      elements.map(({ type }) => type),
      ['h3', 'ol', 'li', 'li'],
    );
    assert.equal(elements[1]?.props['start'], 3);
  });

  it('has boxes for what is to be done, and columns at the side that was asked for', () => {
    const boxes = elementsOf(renderMarkdown('- [x] one\n- [ ] two\n- three [x]', actions));
    assert.deepEqual(
      boxes
        .filter(({ type }) => type === 'li')
        .map(({ props }) => [props['class'], textOf(props['children'])]),
      [
        ['task', 'one'],
        ['task', 'two'],
        [undefined, 'three [x]'],
      ],
    );
    assert.deepEqual(
      boxes.filter(({ type }) => type === Icon).map(({ props }) => props['label']),
      ['Done', 'Open'],
    );
    const table = elementsOf(renderMarkdown('| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |', actions));
    assert.deepEqual(
      table.filter(({ type }) => type === 'td').map(({ props }) => props['class']),
      [undefined, 'md-right', 'md-center'],
    );
  });

  it('copes with text that is slow to parse elsewhere', () => {
    for (const text of ['['.repeat(20_000), '*'.repeat(20_000), '>'.repeat(500), '`a '.repeat(5000)]) {
      check(text);
    }
  });
});

describe('links', () => {
  const cases: [string, ReturnType<typeof linkTarget>][] = [
    ['https://example.com/x', { kind: 'web', url: 'https://example.com/x' }],
    ['HTTP://EXAMPLE.com', { kind: 'web', url: 'http://example.com/' }],
    ['src/a.ts', { kind: 'file', path: 'src/a.ts', line: null }],
    ['src/a.ts:12', { kind: 'file', path: 'src/a.ts', line: 12 }],
    ['src/a.ts:12:5', { kind: 'file', path: 'src/a.ts', line: 12 }],
    ['a.ts:12', { kind: 'file', path: 'a.ts', line: 12 }],
    ['/home/ada/a.ts#L3-L9', { kind: 'file', path: '/home/ada/a.ts', line: 3 }],
    ['C:\\a\\b.ts', { kind: 'file', path: 'C:\\a\\b.ts', line: null }],
    ['', null],
    ['#top', null],
    ['//evil.example/x', null],
    ['\\\\evil\\share', null],
    ['\\/evil/share', null],
    ['%2f%2fevil.example/x', null],
    ['javascript:alert(1)', null],
    ['java\u0000script:alert(1)', null],
    [' \u0001javascript:alert(1)', null],
    ['command:workbench.action.quit', null],
    ['command%3Aworkbench.action.quit', null],
    ['vscode://x/y', null],
    ['data:text/html,x', null],
    ['file:///etc/passwd', null],
    ['mailto:a@b.c', null],
    ['https:///x', null],
    ['http://', null],
  ];
  for (const [href, expected] of cases) {
    it(JSON.stringify(href), () => assert.deepEqual(linkTarget(href), expected));
  }

  it('never lets a scheme through', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('javascript', 'command', 'vscode', 'data', 'file'),
        (rest, scheme) => {
          const target = linkTarget(`${scheme}:${rest}`);
          assert.ok(
            target === null || (target.kind === 'file' && !target.path.includes(':')),
            JSON.stringify(target),
          );
        },
      ),
    );
  });
});

describe('terminal output', () => {
  it('has the colours of the theme as classes and others as values', () => {
    assert.deepEqual(ansiRuns('a \u001b[1;31mred\u001b[0m \u001b[38;5;208mx\u001b[0m\u001b[48;2;1;2;3my'), [
      { text: 'a ', classes: '' },
      { text: 'red', classes: 'ansi-bold ansi-red-fg' },
      { text: ' ', classes: '' },
      { text: 'x', classes: 'ansi-fg', color: 'rgb(255, 135, 0)' },
      { text: 'y', classes: 'ansi-bg', background: 'rgb(1, 2, 3)' },
    ]);
  });

  it('leaves out every other control', () => {
    const text =
      '\u001b]0;title\u0007\u001b]8;;command:quit\u001b\\link\u001b]8;;\u001b\\\u001b[2J\u001b[H\u001b[?25l!\u0007\u0000';
    assert.deepEqual(ansiRuns(text), [{ text: 'link!', classes: '' }]);
  });

  it('keeps the last state of a line that was drawn over', () => {
    assert.deepEqual(ansiRuns('10 %\r50 %\r100 %\nnext\r\n'), [{ text: '100 %\nnext\n', classes: '' }]);
  });

  it('loses no visible text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        assert.equal(
          ansiRuns(`\u001b[32m${text}`)
            .map((run) => run.text)
            .join(''),
          text,
        );
      }),
    );
  });
});

describe('code', () => {
  const plain = (nodes: readonly CodeNode[]): string =>
    nodes.map((node) => (typeof node === 'string' ? node : plain(node.children))).join('');

  it('has scopes and the same text', () => {
    const code = 'const a = `x${1}`; // <script>';
    const nodes = highlight(code, 'ts');
    assert.equal(plain(nodes), code);
    assert.ok(nodes.some((node) => typeof node !== 'string' && node.scope === 'keyword'));
  });

  it('is plain in an unknown language and when it is long', () => {
    assert.deepEqual(highlight('a < b', 'klingon'), ['a < b']);
    const long = 'let a;\n'.repeat(5000);
    assert.deepEqual(highlight(long, 'ts'), [long]);
  });
});

describe('patches', () => {
  it('have the numbers of both versions', () => {
    const lines = parsePatch('@@ -3,3 +3,4 @@ class A\n a\n-b\n+c\n+d\n e\n\\ No newline at end of file\n');
    assert.deepEqual(
      lines.map(({ kind, text, before, after }) => [kind, text, before, after]),
      [
        ['gap', 'class A', null, null],
        ['context', 'a', 3, 3],
        ['removed', 'b', 4, null],
        ['added', 'c', null, 4],
        ['added', 'd', null, 5],
        ['context', 'e', 5, 6],
      ],
    );
  });

  it('hide nothing that is no diff', () => {
    assert.deepEqual(
      parsePatch('<b>\n@@ odd @@\nx').map((line) => line.text),
      ['<b>', 'odd', 'x'],
    );
  });

  it('tell the two sides', () => {
    assert.deepEqual(patchSides('@@ -1,2 +1,2 @@\n a\n-b\n+c\n@@ -9 +9 @@\n-x\n+y\n'), {
      before: 'a\nb\n⋯\nx',
      after: 'a\nc\n⋯\ny',
    });
  });
});

function textOf(node: ComponentChildren): string {
  if (Array.isArray(node)) {
    return node.map(textOf).join('');
  }
  if (typeof node === 'object' && node !== null) {
    return textOf((node as unknown as { props: { children?: ComponentChildren } }).props.children);
  }
  return typeof node === 'string' || typeof node === 'number' ? String(node) : '';
}
