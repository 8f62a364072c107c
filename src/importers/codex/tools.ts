import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/** What a tool of Codex does; a tool of an MCP server has a namespace or a name with two underlines. */
export function codexTool(name: string, namespace?: string): ToolCategory {
  const known = categories.get(name);
  if (known !== undefined) {
    return known;
  }
  return name.startsWith('mcp__') || name.includes('__') || namespace?.startsWith('mcp') === true
    ? 'mcp'
    : 'other';
}

const categories = categoryTable({
  read: ['read_file', 'view_image', 'read_mcp_resource', 'list_mcp_resources', 'list_mcp_resource_templates'],
  edit: ['apply_patch'],
  search: ['grep_files', 'list_dir', 'tool_search', 'file_search'],
  run: [
    'shell',
    'shell_command',
    'local_shell',
    'exec_command',
    'write_stdin',
    'exec',
    'container.exec',
    'unified_exec',
    'wait',
  ],
  web: ['web_search', 'web_fetch', 'image_generation'],
  delegate: [
    'spawn_agent',
    'wait_agent',
    'close_agent',
    'send_input',
    'send_message',
    'resume_agent',
    'followup_task',
    'assign_task',
    'list_agents',
  ],
  plan: ['update_plan', 'create_goal', 'update_goal', 'get_goal'],
  other: ['request_user_input', 'request_permissions'],
});
