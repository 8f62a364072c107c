import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/** What a tool of pi does. Extensions add others: those of its own examples are here, too. */
export function piTool(name: string): ToolCategory {
  return categories.get(name) ?? (/^mcp(?:__|$)/.test(name) ? 'mcp' : 'other');
}

const categories = categoryTable({
  read: ['read'],
  edit: ['edit', 'write'],
  search: ['grep', 'find', 'ls'],
  run: ['bash'],
  web: ['web_search', 'web_fetch', 'fetch'],
  delegate: ['subagent', 'task'],
  plan: ['todo'],
  other: ['question', 'questionnaire'],
});
