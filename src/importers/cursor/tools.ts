import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/**
 * What a tool of Cursor does, by the name of the editor (`run_terminal_cmd`, with `_v2` or without), of the command line and of
 * transcripts (`Shell`).
 */
export function cursorTool(name: string): ToolCategory {
  const bare = bareName(name);
  return categories.get(bare) ?? (/^mcp[_-]/.test(bare) || bare === 'callmcptool' ? 'mcp' : 'other');
}

/** The name without version, and in small letters. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/_v\d+$/, '');
}

const categories = categoryTable({
  read: [
    'read_file',
    'read',
    'read_lints',
    'readlints',
    'fetch_rules',
    'read_semsearch_files',
    'fetch_mcp_resource',
  ],
  edit: [
    ...[
      'edit_file',
      'search_replace',
      'write',
      'strreplace',
      'str_replace',
      'edit',
      'multiedit',
      'apply_patch',
    ],
    ...['applypatch', 'delete_file', 'delete', 'reapply', 'edit_notebook', 'editnotebook', 'create_file'],
  ],
  search: [
    ...[
      'codebase_search',
      'grep_search',
      'grep',
      'ripgrep_raw_search',
      'ripgrep_search',
      'file_search',
      'glob',
      'ls',
    ],
    ...[
      'glob_file_search',
      'list_dir',
      'semantic_search_full',
      'semanticsearch',
      'search_symbols',
      'go_to_definition',
    ],
  ],
  run: ['run_terminal_cmd', 'run_terminal_command', 'shell', 'bash', 'terminal', 'awaitshell', 'await'],
  web: ['web_search', 'websearch', 'web_fetch', 'webfetch', 'fetch'],
  plan: ['todo_write', 'todowrite', 'todo_read', 'create_plan', 'createplan', 'switchmode', 'switch_mode'],
  delegate: ['task', 'subagent', 'background_composer_followup'],
  other: ['create_diagram', 'fetch_pull_request', 'update_memory', 'ask_question', 'askquestion'],
});
