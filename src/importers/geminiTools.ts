import type { FileChangeEvent, TodosEvent, ToolCategory } from '../common/model.js';
import { count, isObject, list, object, str, type Json } from './fields.js';
import { ofNewFile, ofReplacement, ofUnifiedDiff, type Patch } from './patch.js';
import { categoryTable } from './toolCategories.js';

/** What a tool of Gemini CLI or Qwen Code does. Both names of a renamed tool are here. */
export function geminiTool(name: string): ToolCategory {
  return categories.get(name) ?? (/^mcp_|__/.test(name) ? 'mcp' : 'other');
}

/** What an edit tool did to a file. */
export type Edit = Pick<FileChangeEvent, 'path' | 'operation' | 'added' | 'removed' | 'patch'>;

/**
 * The change that a call made which ended well; null for tools that change no file. `display` is what the program showed:
 * `{fileDiff, filePath, originalContent, newContent, isNewFile, diffStat}`. Without it the arguments tell some of it.
 */
export function editOf(name: string, args: Json, display: unknown, output: string): Edit | null {
  if (categories.get(name) !== 'edit') {
    return null;
  }
  const shown = object(display);
  const path = str(shown.filePath) ?? str(args.file_path) ?? str(args.absolute_path) ?? str(shown.fileName);
  if (path === undefined) {
    return null;
  }
  const isNew =
    shown.isNewFile === true || /^Successfully created|^Created new file/.test(output.slice(0, 60));
  const patch =
    typeof shown.fileDiff === 'string'
      ? ofFileDiff(shown.fileDiff, shown)
      : ofArguments(args, isNew, typeof args.content === 'string');
  return {
    path,
    operation: isNew ? 'create' : 'update',
    added: patch?.added ?? null,
    removed: patch?.removed ?? null,
    ...(patch?.patch === undefined ? {} : { patch: patch.patch }),
  };
}

/** The list of a tool that plans: items `{description | content, status}`; null where there is none. */
export function todosOf(args: Json): TodosEvent['items'] | null {
  if (!Array.isArray(args.todos)) {
    return null;
  }
  return args.todos.filter(isObject).flatMap(({ description, content, status }) => {
    const text = str(description) ?? str(content);
    // A task that was given up is no task any more.
    return text === undefined || status === 'cancelled'
      ? []
      : [
          {
            text,
            status: status === 'in_progress' || status === 'completed' ? status : ('pending' as const),
          },
        ];
  });
}

/** What a shell command ended with, from the last lines that the model is told of it ("Exit Code: 1"). */
export function exitCodeOf(name: string, output: string): number | undefined {
  const told =
    categories.get(name) === 'run' ? /^Exit Code: (-?\d{1,9})$/m.exec(output.slice(-400))?.[1] : undefined;
  return told === undefined ? undefined : Number(told);
}

/** Both programs write a header (`Index:`, `---`, `+++`); a diff too long to be recorded is replaced by a made-up one. */
function ofFileDiff(diff: string, shown: Json): Patch | null {
  if (shown.fileDiffTruncated === true) {
    const stat = object(shown.diffStat);
    const added = count(stat.model_added_lines);
    const removed = count(stat.model_removed_lines);
    return added === undefined || removed === undefined
      ? null
      : {
          added: added + (count(stat.user_added_lines) ?? 0),
          removed: removed + (count(stat.user_removed_lines) ?? 0),
        };
  }
  const start = diff.startsWith('@@') ? 0 : diff.indexOf('\n@@') + 1;
  // Written again as it was.
  return start === 0 && !diff.startsWith('@@') ? { added: 0, removed: 0 } : ofUnifiedDiff(diff.slice(start));
}

/** What was in a file before it was written whole is not told, nor how often a text was replaced. */
function ofArguments(args: Json, isNew: boolean, isWhole: boolean): Patch | null {
  if (isWhole) {
    return isNew ? ofNewFile(str(args.content) ?? '') : null;
  }
  const isOnce = args.replace_all !== true && args.allow_multiple !== true && list(args.edits).length === 0;
  return isOnce ? ofReplacement(args.old_string, args.new_string) : null;
}

const categories = categoryTable({
  read: ['read_file', 'read_many_files', 'get_internal_docs', 'lsp', 'notebook_read'],
  edit: ['write_file', 'replace', 'edit', 'notebook_edit'],
  search: ['glob', 'grep_search', 'search_file_content', 'list_directory', 'tool_search'],
  run: ['run_shell_command', 'monitor', 'list_background_processes', 'read_background_output'],
  web: ['web_fetch', 'web_search', 'google_web_search'],
  delegate: [
    ...['invoke_agent', 'agent', 'task', 'codebase_investigator', 'cli_help', 'generalist', 'browser_agent'],
    ...['send_message', 'task_stop', 'task_output', 'team_create', 'team_delete', 'workflow'],
  ],
  plan: [
    ...['write_todos', 'todo_write', 'enter_plan_mode', 'exit_plan_mode', 'update_topic'],
    ...['tracker_create_task', 'tracker_update_task', 'tracker_get_task', 'tracker_list_tasks'],
    ...['tracker_add_dependency', 'tracker_visualize', 'task_create', 'task_get', 'task_list', 'task_update'],
  ],
  other: ['save_memory', 'activate_skill', 'skill', 'ask_user', 'ask_user_question', 'complete_task'],
});
