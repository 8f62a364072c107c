import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/** What a tool of the command line does. Those of MCP servers are called `server__tool`. */
export function clineTool(name: string): ToolCategory {
  return (
    categories.get(name) ?? (name.includes('__') ? 'mcp' : name.startsWith('team_') ? 'delegate' : 'other')
  );
}

/** Source: cline/cline `sdk/packages/core/src/extensions/tools`, version 3.0.65. */
const categories = categoryTable({
  read: ['read_files', 'read_file'],
  edit: ['editor', 'apply_patch'],
  search: ['search_codebase', 'list_files'],
  run: ['run_commands', 'bash', 'monitor'],
  web: ['fetch_web_content', 'web_search', 'web_fetch'],
  plan: ['switch_to_act_mode', 'schedule_task', 'report_status'],
  delegate: ['spawn_agent', 'spawn_teammate'],
  other: ['skills', 'ask_question', 'ask_followup_question', 'submit_and_exit'],
});
