import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/** What a tool of Claude Code does. Both names of a renamed tool are here. */
export function claudeTool(name: string): ToolCategory {
  return name.startsWith('mcp__') ? 'mcp' : (categories.get(name) ?? 'other');
}

const categories = categoryTable({
  read: ['Read', 'NotebookRead', 'ReadMcpResourceTool', 'LSP'],
  edit: ['Edit', 'MultiEdit', 'Write', 'NotebookEdit'],
  search: ['Grep', 'Glob', 'LS', 'ToolSearch'],
  run: ['Bash', 'BashOutput', 'KillBash', 'KillShell', 'PowerShell', 'Monitor'],
  web: ['WebFetch', 'WebSearch', 'web_search', 'web_fetch'],
  delegate: [
    'Task',
    'Agent',
    'Workflow',
    'TaskOutput',
    'AgentOutputTool',
    'TaskStop',
    'SendMessage',
    'TeamCreate',
    'TeamDelete',
  ],
  plan: [
    'TodoWrite',
    'TodoRead',
    'TaskCreate',
    'TaskUpdate',
    'TaskList',
    'TaskGet',
    'ExitPlanMode',
    'exit_plan_mode',
    'EnterPlanMode',
  ],
  mcp: ['ListMcpResourcesTool'],
  other: ['AskUserQuestion', 'Skill', 'SlashCommand'],
});
