import assert from 'node:assert/strict';
import type { ToolCategory } from '../../src/common/model.js';
import { modelSwitches } from '../../webview/replay/switches.js';
import { toolForm } from '../../webview/replay/toolForm.js';
import { toolHeadline } from '../../webview/replay/toolHeadline.js';
import { row, tool } from './rows.js';

/** As the agents name their fields. */
const edits: [what: string, input: object | string, expected: [path: string | null, patch: string][]][] = [
  ['old_string', { file_path: 'a.ts', old_string: 'a', new_string: 'b\nc' }, [['a.ts', '-a\n+b\n+c']]],
  ['oldString', { filePath: 'a.ts', oldString: 'a', newString: 'b' }, [['a.ts', '-a\n+b']]],
  ['old_str', { path: 'a.ts', command: 'str_replace', old_str: 'a', new_str: 'b' }, [['a.ts', '-a\n+b']]],
  ['before', { path: 'a.ts', before: 'b', after: 'd' }, [['a.ts', '-b\n+d']]],
  ['a deletion', { path: 'a.ts', old_str: 'a', new_str: '' }, [['a.ts', '-a']]],
  ['content', { file_path: 'b.ts', content: 'one\ntwo\n' }, [['b.ts', '+one\n+two']]],
  ['file_text', { path: 'b.ts', file_text: 'x\n' }, [['b.ts', '+x']]],
  ['new_text alone', { path: 'b.ts', new_text: 'x\n' }, [['b.ts', '+x']]],
  ['streamingContent', { relativeWorkspacePath: 'n.ts', streamingContent: 'x' }, [['n.ts', '+x']]],
  ['target_file', { target_file: 'l.ts', code_edit: 'b' }, [['l.ts', '+b']]],
  [
    'several edits of a file',
    {
      file_path: 'a',
      edits: [
        { old_string: '1', new_string: '2' },
        { old_string: '3', new_string: '4' },
      ],
    },
    [['a', '-1\n+2\n@@\n-3\n+4']],
  ],
  [
    'replacements in several files',
    {
      explanation: 'x',
      replacements: [
        { filePath: 'a', oldString: '1', newString: '2' },
        { filePath: 'b', oldString: '3', newString: '4' },
      ],
    },
    [
      ['a', '-1\n+2'],
      ['b', '-3\n+4'],
    ],
  ],
  [
    'blocks of search and replace',
    { path: 'a', diff: '------- SEARCH\nlet a;\n=======\nlet a = 0;\n+++++++ REPLACE\n' },
    [['a', '@@\n-let a;\n+let a = 0;']],
  ],
  [
    'blocks with the number of their line',
    { path: 'a', diff: '<<<<<<< SEARCH\n:start_line:3\n-------\nold\n=======\nnew\n>>>>>>> REPLACE\n' },
    [['a', '@@\n-old\n+new']],
  ],
  ['a diff', { path: 'a', diff: '@@ -1 +1 @@\n-a\n+b' }, [['a', '@@ -1 +1 @@\n-a\n+b']]],
  [
    'a patch as text',
    '*** Begin Patch\n*** Add File: b.ts\n+hi\n*** Update File: c.ts\n*** Move to: d.ts\n@@\n-a\n+b\n*** Delete File: e.ts\n*** End Patch',
    [
      ['b.ts', '+hi'],
      ['c.ts → d.ts', '@@\n-a\n+b'],
      ['e.ts', ''],
    ],
  ],
  ...['patchText', 'patch', 'input'].map((name): (typeof edits)[number] => [
    `a patch in ${name}`,
    { [name]: '*** Begin Patch\n*** Update File: e.ts\n@@\n-a\n+b\n*** End Patch' },
    [['e.ts', '@@\n-a\n+b']],
  ]),
];

describe('the input of a tool call as one reads it', () => {
  const form = (category: ToolCategory, input: object | string) =>
    toolForm(category, typeof input === 'string' ? input : JSON.stringify(input));

  for (const [what, input, expected] of edits) {
    it(`is an edit: ${what}`, () => {
      assert.deepEqual(form('edit', input), {
        kind: 'edits',
        files: expected.map(([path, patch]) => ({ path, patch })),
      });
    });
  }

  it("is a list of to-dos, with each agent's words for how far they are", () => {
    const items = [
      { text: 'Look', status: 'completed' },
      { text: 'Fix', status: 'in_progress' },
      { text: 'Rest', status: 'pending' },
    ];
    const list = (name: string, text: string, states: string[]) => ({
      [name]: items.map((item, n) => ({ [text]: item.text, status: states[n] })),
    });
    for (const input of [
      list('todos', 'content', ['completed', 'in_progress', 'pending']),
      list('todos', 'content', ['completed', 'in-progress', 'todo']),
      list('todos', 'description', ['completed', 'in_progress', 'blocked']),
      list('todoList', 'title', ['completed', 'in-progress', 'not-started']),
      list('plan', 'step', ['done', 'in_progress', 'pending']),
      { todos: '- [x] Look\n- [~] Fix\n- [ ] Rest\nnot one' },
    ]) {
      assert.deepEqual(form('plan', input), { kind: 'todos', items });
    }
    assert.deepEqual(form('plan', { plan: '# Plan\n1. Paint' }), { kind: 'text', text: '# Plan\n1. Paint' });
    assert.equal(form('plan', { todos: [] }), null);
  });

  it('is a search: for what, and where', () => {
    assert.deepEqual(form('search', { pattern: 'x', path: 'src', '-i': true, head_limit: 5 }), {
      kind: 'search',
      pattern: 'x',
      where: 'src',
      rest: [
        ['-i', 'true'],
        ['head_limit', '5'],
      ],
    });
    const roo = form('search', { tool: 'searchFiles', path: 'src', regex: 'total', filePattern: '*.ts' });
    assert.deepEqual(roo, {
      kind: 'search',
      pattern: 'total',
      where: 'src',
      rest: [['filePattern', '*.ts']],
    });
    assert.equal((form('search', { queries: ['a', 'b'] }) as { pattern: string }).pattern, 'a · b');
    assert.equal(form('search', {}), null);
  });

  it('is an address, a task, or questions', () => {
    assert.deepEqual(form('web', { url: 'https://example.org', prompt: 'What is new?' }), {
      kind: 'fetch',
      address: 'https://example.org',
      wanted: 'What is new?',
    });
    assert.deepEqual(form('web', { query: 'blue' }), { kind: 'fetch', address: 'blue', wanted: null });
    assert.deepEqual(form('delegate', { subagent_type: 'Explore', description: 'A', prompt: 'Look at A' }), {
      kind: 'task',
      agent: 'Explore',
      description: 'A',
      prompt: 'Look at A',
    });
    assert.deepEqual(
      form('other', {
        questions: [{ question: 'Which?', options: [{ label: 'a', description: 'The first' }, 'b'] }],
      }),
      {
        kind: 'questions',
        items: [
          {
            question: 'Which?',
            options: [
              { label: 'a', about: 'The first' },
              { label: 'b', about: null },
            ],
          },
        ],
      },
    );
    assert.deepEqual(form('other', { question: 'Deploy now?' }), {
      kind: 'questions',
      items: [{ question: 'Deploy now?', options: [] }],
    });
  });

  it('is shown as it is when it is of no known form', () => {
    for (const input of [
      '',
      '{',
      '[]',
      'null',
      '5',
      '"x"',
      '{"edits":5}',
      '{"todos":{"a":1}}',
      '{"a":{"b":1}}',
    ]) {
      for (const category of ['edit', 'search', 'web', 'delegate', 'plan', 'mcp', 'other', 'read'] as const) {
        assert.equal(toolForm(category, input), null, `${category} ${input}`);
      }
    }
  });
});

describe('switches of the model', () => {
  it('are told where the session itself goes on with another one', () => {
    const rows = [
      row(0, { model: 'a' }),
      row(1, { model: 'x', thread: 't' }),
      row(2, { model: null }),
      row(3, { model: 'b' }),
      row(4, { model: 'b' }),
    ];
    assert.deepEqual([...modelSwitches(rows)], [[3, 'b']]);
  });
});

describe('the line of a tool call', () => {
  const todos = [
    { content: 'Find it', status: 'completed' },
    { content: 'Fix it', status: 'in_progress' },
    { content: 'Test it', status: 'pending' },
  ];
  for (const [what, category, input, expected] of [
    ['how far a to-do list is', 'plan', { todos }, 'To-dos: 1 of 3 done · Fix it'],
    ['a to-do list that is done', 'plan', { todos: todos.slice(0, 1) }, 'To-dos: 1 of 1 done'],
    ['the heading of a plan', 'plan', { plan: '\n## Keep cents\n\n1. Money' }, 'Keep cents'],
    [
      'the question, not what an answer means',
      'other',
      { questions: [{ question: 'Which unit?', options: [{ label: 'a', description: 'The first' }] }] },
      'Which unit?',
    ],
    ['what a task is about', 'delegate', { description: 'Look at A', prompt: 'Long' }, 'Look at A'],
    ['a command', 'run', { command: 'npm test\nls', description: 'Run' }, 'npm test'],
  ] as const) {
    it(`is ${what}`, () => {
      const json = JSON.stringify(input);
      assert.equal(toolHeadline(called(category, json.slice(0, 60)), json), expected);
    });
  }

  it('is made of the beginning of the input until the rest is there', () => {
    const beginning = '{"questions":[{"question":"Which unit?","options":[{"label":"a","descr';
    assert.equal(toolHeadline(called('other', beginning), ''), 'Which unit?');
  });
});

function called(category: ToolCategory, preview: string): Parameters<typeof toolHeadline>[0] {
  return { preview, tool: tool({ category }) };
}
