import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/** What a tool does, by the name that `ui_messages.json` shows. */
export function toolShown(name: string): ToolCategory {
  return shown.get(name) ?? 'other';
}

/** What a tool does, by the name that the model calls it by. */
export function toolSent(name: string): ToolCategory {
  return sent.get(name) ?? (name.includes('mcp') ? 'mcp' : 'other');
}

/** Names of Cline 1 to 3.89, Roo Code to 3.53 and Kilo Code to 5. */
const shown = categoryTable({
  read: ['readFile', 'listCodeDefinitionNames', 'readCommandOutput', 'fetchInstructions'],
  edit: [
    ...['editedExistingFile', 'newFileCreated', 'appliedDiff', 'fileDeleted', 'insertContent'],
    ...['searchAndReplace', 'generateImage', 'imageGenerated', 'deleteFile'],
  ],
  search: ['searchFiles', 'listFiles', 'listFilesTopLevel', 'listFilesRecursive', 'codebaseSearch'],
  web: ['webFetch', 'webSearch'],
  plan: ['updateTodoList'],
  delegate: ['newTask', 'finishTask'],
  other: ['switchMode', 'summarizeTask', 'useSkill', 'skill', 'runSlashCommand'],
});

const sent = categoryTable({
  read: [
    ...['read_file', 'list_code_definition_names', 'read_command_output', 'fetch_instructions'],
    'view_image',
  ],
  edit: [
    ...['write_to_file', 'replace_in_file', 'apply_diff', 'apply_patch', 'edit_file', 'edit', 'delete_file'],
    ...['insert_content', 'search_and_replace', 'search_replace', 'generate_image'],
  ],
  search: ['search_files', 'list_files', 'codebase_search', 'glob', 'grep'],
  run: ['execute_command'],
  web: ['web_fetch', 'web_search', 'browser_action'],
  plan: ['update_todo_list'],
  delegate: ['new_task', 'use_subagents'],
  mcp: ['use_mcp_tool', 'access_mcp_resource'],
});
