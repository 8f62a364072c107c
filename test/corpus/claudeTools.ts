import type { ClaudeWorld } from './claudeWorld.js';

/** A call of a tool that waits for its result. */
export interface ToolCall {
  name: string;
  id: string;
  input: Record<string, unknown>;
  /** The file that it is about. */
  file: string;
}

const tools = [
  { name: 'Bash', weight: 0.34 },
  { name: 'Read', weight: 0.27 },
  { name: 'Edit', weight: 0.17 },
  { name: 'Grep', weight: 0.09 },
  { name: 'Write', weight: 0.04 },
  { name: 'TodoWrite', weight: 0.04 },
  { name: 'WebFetch', weight: 0.02 },
  { name: 'mcp__github__get_issue', weight: 0.03 },
];

export function drawCall({ random, text, pools }: ClaudeWorld, cwd: string): ToolCall {
  const { int, pick, logNormal } = random;
  const { identifiers, words, sentence, cut } = text;
  const { name } = random.weighted(tools);
  const id = random.id('toolu_01', 22);
  const file = `${cwd}/src/${pick(words)}/${pick(identifiers)}.ts`;
  const programs = ['npm test -- ', 'git diff ', 'rg -n ', 'node scripts/', 'cargo build --', 'ls -la '];
  const inputs: Record<string, () => Record<string, unknown>> = {
    Bash: () => ({
      command: `${pick(programs)}${pick(identifiers)} ${pick(words)} 2>&1 | tail -${int(5, 80)}`,
      description: sentence().trim(),
    }),
    Read: () => ({ file_path: file, offset: int(1, 400), limit: 200 }),
    Edit: () => ({
      file_path: file,
      old_string: cut(pools.code, Math.min(4000, logNormal(260, 0.9))),
      new_string: cut(pools.code, Math.min(5000, logNormal(380, 0.9))),
      replace_all: false,
    }),
    Write: () => ({ file_path: file, content: cut(pools.code, Math.min(30_000, logNormal(2600, 0.9))) }),
    Grep: () => ({ pattern: pick(identifiers), path: cwd, output_mode: 'content', '-n': true }),
    TodoWrite: () => ({
      todos: Array.from({ length: int(2, 7) }, () => ({
        content: sentence().trim(),
        status: pick(['pending', 'in_progress', 'completed']),
        activeForm: sentence().trim(),
      })),
    }),
    WebFetch: () => ({ url: `https://example.com/${pick(identifiers)}`, prompt: sentence().trim() }),
  };
  const input = inputs[name]?.() ?? { owner: 'acme', repo: 'app', issue_number: int(1, 3000) };
  return { name, id, input, file };
}

/** What the model is shown of a call's result, and what the agent keeps of it beside. */
export function drawResult(
  { random, text, pools }: ClaudeWorld,
  { name, input, file }: ToolCall,
): { content: unknown; kept: unknown } {
  const { int, chance, logNormal } = random;
  const code = (length: number) => text.cut(pools.code, length);
  const numbered = (length: number) =>
    code(length)
      .split('\n')
      .map((line, i) => `${String(i + 1).padStart(6)}→${line}`)
      .join('\n');
  switch (name) {
    case 'Bash': {
      const color = chance(0.2) ? '\u001b[32m✓\u001b[39m ' : '';
      const stdout = color + code(Math.min(30_000, logNormal(900, 1.2)));
      const kept = { stdout, stderr: '', interrupted: false, isImage: false, noOutputExpected: false };
      return { content: stdout, kept };
    }
    case 'Read': {
      const content = numbered(Math.min(60_000, logNormal(3800, 0.8)));
      const plain = content.replace(/^ *\d+→/gm, '');
      const lines = { numLines: 200, startLine: 1, totalLines: int(200, 3000) };
      return { content, kept: { type: 'text', file: { filePath: file, content: plain, ...lines } } };
    }
    case 'Edit': {
      const originalFile = code(Math.min(80_000, logNormal(7000, 0.8)));
      const intro = `The file ${file} has been updated. Here's the result of running \`cat -n\`:\n`;
      const content = intro + numbered(900);
      const [removed, added] = [String(input['old_string']), String(input['new_string'])];
      const lines = [
        ...removed.split('\n').map((line) => `-${line}`),
        ...added.split('\n').map((line) => `+${line}`),
      ];
      const hunk = { oldStart: 10, oldLines: 6, newStart: 10, newLines: 8, lines };
      return {
        content,
        kept: {
          ...{ filePath: file, oldString: removed, newString: added, originalFile },
          ...{ structuredPatch: [hunk], userModified: false, replaceAll: false },
        },
      };
    }
    case 'Write': {
      const made = { filePath: file, content: input['content'], structuredPatch: [], originalFile: null };
      return { content: `File created successfully at: ${file}`, kept: { type: 'create', ...made } };
    }
    case 'Grep': {
      const content = code(Math.min(20_000, logNormal(900, 1)));
      return { content, kept: { mode: 'content', numFiles: 0, filenames: [], content, numLines: 30 } };
    }
    case 'TodoWrite':
      return {
        content: 'Todos have been modified successfully.',
        kept: { oldTodos: [], newTodos: input['todos'] },
      };
    default: {
      const prose = text.prose(Math.min(8000, logNormal(1500, 0.8)));
      const content = [{ type: 'text', text: prose }];
      if (name !== 'WebFetch') {
        return { content, kept: content };
      }
      const answer = { bytes: prose.length, code: 200, codeText: 'OK', result: prose };
      return { content, kept: { ...answer, durationMs: int(300, 9000), url: input['url'] } };
    }
  }
}
