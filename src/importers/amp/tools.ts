import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/** What a tool of Amp does. Both names of a renamed tool are here. */
export function ampTool(name: string): ToolCategory {
  return categories.get(name) ?? (name.startsWith('mcp__') ? 'mcp' : 'other');
}

const categories = categoryTable({
  read: ['Read', 'read_file', 'view_media', 'look_at', 'read_thread', 'get_diagnostics', 'read_mcp_resource'],
  edit: ['edit_file', 'create_file', 'undo_edit', 'apply_patch', 'format_file', 'Write', 'Edit'],
  search: [
    ...['Grep', 'glob', 'Glob', 'finder', 'find_thread', 'codebase_search_agent', 'codebase_search'],
    ...['list_directory'],
  ],
  run: ['Bash', 'shell_command', 'repl'],
  web: ['read_web_page', 'web_search'],
  delegate: ['Task', 'oracle', 'librarian', 'handoff', 'walkthrough', 'code_review', 'create_thread'],
  plan: ['todo_write', 'todo_read', 'task_list'],
  other: ['mermaid', 'skill', 'painter', 'chart'],
});
