import type { ToolCategory } from '../../common/model.js';
import type { Json } from '../fields.js';
import { categoryTable } from '../toolCategories.js';

/**
 * What a tool of Goose does. All are tools of MCP servers, `<extension>__<tool>`; those that come with Goose are told by what
 * they do. In newer versions the developer's tools have no prefix.
 */
export function gooseTool(name: string, input: Json): ToolCategory {
  const bare = name.replace(OWN, '');
  if (bare === 'text_editor') {
    return input.command === 'view' ? 'read' : 'edit';
  }
  return categories.get(bare) ?? (bare.includes('__') ? 'mcp' : 'other');
}

/** Extensions that are part of Goose. */
const OWN =
  /^(?:developer|computercontroller|platform|todo|memory|subagent|dynamic_task|summon|skills|analyze|extensionmanager|chatrecall|autovisualiser|tutorial|apps|orchestrator)__/;

const categories = categoryTable({
  read: [
    'read',
    'read_file',
    'read_image',
    'image_processor',
    'read_module',
    'pdf_tool',
    'docx_tool',
    'xlsx_tool',
  ],
  edit: ['write', 'edit', 'write_file', 'edit_file'],
  search: ['analyze', 'tree', 'list_directory', 'glob', 'grep', 'search_files', 'rg'],
  run: ['shell', 'bash', 'automation_script', 'computer_control', 'execute', 'execute_code'],
  web: ['web_scrape', 'web_search', 'fetch'],
  plan: ['todo_write', 'todo_read', 'write_todo', 'read_todo', 'update_todo'],
  delegate: ['delegate', 'subagent', 'execute_task', 'create_task', 'run_task', 'subrecipe', 'load'],
});
