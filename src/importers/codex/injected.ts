/** Text of the user's role that the program wrote (§2.2 of the format notes), told by its start. */
export function isInjected(text: string): boolean {
  let start = 0;
  while (start < text.length && text.charCodeAt(start) <= 32) {
    start++;
  }
  return STARTS.some((prefix) => text.startsWith(prefix, start));
}

const STARTS: readonly string[] = [
  '<environment_context',
  '<user_instructions',
  '# AGENTS.md instructions for',
  '<INSTRUCTIONS>',
  '<skills_instructions',
  '<skill>',
  '<permissions instructions',
  '<subagent_notification',
  '<turn_aborted',
  '<user_shell_command',
  '<user_action',
  '<collaboration_mode',
  '<multi_agent',
  '<model_switch',
  '<personality_spec',
  '<app-context',
  '<apps_instructions',
  '<plugins_instructions',
  '<hook_prompt',
  '<goal_context',
  '<memory',
  'Warning: apply_patch was requested via',
];
