import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/** What a tool of OpenCode does. Tools of MCP servers are called `<server>_<tool>`, as some of people's own plugins are. */
export function openCodeTool(name: string): ToolCategory {
  return categories.get(name) ?? (name.includes('_') ? 'mcp' : 'other');
}

/** Tools that put a question to the user and wait for the answer. */
export const questions: ReadonlySet<string> = new Set(['question', 'plan_enter', 'plan_exit']);

const categories = categoryTable({
  read: ['read', 'view', 'file'],
  edit: ['edit', 'write', 'multiedit', 'patch', 'apply_patch'],
  search: [
    'grep',
    'glob',
    'list',
    'ls',
    'codesearch',
    'lsp',
    'lsp_hover',
    'lsp_diagnostics',
    'lsp-hover',
    'lsp-diagnostics',
  ],
  run: ['bash', 'shell'],
  web: ['webfetch', 'websearch'],
  plan: ['todowrite', 'todoread', 'plan_enter', 'plan_exit'],
  delegate: ['task', 'task_status'],
  other: ['question', 'skill', 'batch', 'invalid'],
});
