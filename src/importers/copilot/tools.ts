import type { ToolCategory } from '../../common/model.js';
import { categoryTable } from '../toolCategories.js';

/**
 * What a tool of Copilot does: of the command line up to 1.0.102, and of the chat in VS Code up to 1.119, whose tools have an
 * id with `copilot_` in the editor and another name to the model. Tools of MCP servers are told with the server's name.
 */
export function copilotTool(name: string, server: string | undefined): ToolCategory {
  return server === undefined ? (categories.get(name) ?? 'other') : 'mcp';
}

const categories = categoryTable({
  read: [
    ...['view', 'read_file', 'show_file', 'lsp', 'fetch_copilot_cli_documentation'],
    ...[
      'get_errors',
      'get_changed_files',
      'copilot_getNotebookSummary',
      'read_notebook_cell_output',
      'view_image',
    ],
    ...['copilot_readFile', 'copilot_getErrors', 'copilot_getChangedFiles', 'get_project_setup_info'],
    ...['copilot_readProjectStructure', 'read_project_structure', 'test_failure', 'copilot_testFailure'],
  ],
  edit: [
    ...['create', 'edit', 'write', 'apply_patch', 'str_replace_editor', 'str_replace', 'insert'],
    ...['create_file', 'create_directory', 'replace_string_in_file', 'multi_replace_string_in_file'],
    ...['insert_edit_into_file', 'edit_notebook_file', 'create_new_jupyter_notebook', 'edit_files'],
    ...['copilot_createFile', 'copilot_createDirectory', 'copilot_replaceString', 'copilot_insertEdit'],
    ...['copilot_multiReplaceString', 'copilot_applyPatch', 'copilot_editNotebook', 'copilot_editFiles'],
    ...['copilot_createNewJupyterNotebook', 'vscode_editFile_internal', 'vscode_renameSymbol'],
  ],
  search: [
    ...['grep', 'rg', 'glob', 'search_code_subagent', 'tool_search', 'session_store_sql'],
    ...[
      'file_search',
      'grep_search',
      'semantic_search',
      'list_dir',
      'list_code_usages',
      'search_workspace_symbols',
    ],
    ...['copilot_findFiles', 'copilot_findTextInFiles', 'copilot_searchCodebase', 'copilot_listDirectory'],
    ...['copilot_listCodeUsages', 'copilot_searchWorkspaceSymbols', 'get_search_view_results'],
    ...['get_vscode_api', 'copilot_getVSCodeAPI', 'copilot_getSearchResults', 'vscode_listCodeUsages'],
  ],
  run: [
    ...['bash', 'read_bash', 'write_bash', 'stop_bash', 'list_bash', 'shell'],
    ...['powershell', 'read_powershell', 'write_powershell', 'stop_powershell', 'list_powershell'],
    ...['run_in_terminal', 'get_terminal_output', 'send_to_terminal', 'kill_terminal', 'run_notebook_cell'],
    ...['create_and_run_task', 'run_task', 'get_task_output', 'runTests', 'run_tests', 'run_vscode_command'],
    ...['terminal_last_command', 'terminal_selection', 'copilot_runVscodeCommand', 'copilot_runNotebookCell'],
    ...['copilot_runInTerminal', 'copilot_runTests', 'await_terminal'],
  ],
  web: [
    ...[
      'web_fetch',
      'web_search',
      'fetch_webpage',
      'github_repo',
      'open_simple_browser',
      'open_browser_page',
    ],
    ...[
      'copilot_fetchWebPage',
      'copilot_githubRepo',
      'copilot_openSimpleBrowser',
      'vscode_fetchWebPage_internal',
    ],
  ],
  plan: [
    ...['update_todo', 'exit_plan_mode', 'report_intent', 'sql', 'task_complete', 'manage_schedule'],
    ...['manage_todo_list', 'think', 'copilot_think'],
  ],
  delegate: [
    ...['task', 'read_agent', 'write_agent', 'list_agents', 'run_factory', 'skill'],
    ...['runSubagent', 'search_subagent', 'execution_subagent', 'copilot_runSubagent'],
  ],
  other: [
    ...['ask_user', 'store_memory', 'report_progress', 'memory', 'vscode_askQuestions', 'copilot_memory'],
    ...['install_extension', 'create_new_workspace', 'vscode_get_confirmation'],
  ],
});
