/** A text of the user's role, apart: what was typed, and what the program put around it. */
export function wordsOf(text: string): { typed: string; added: string } {
  const typed: string[] = [];
  let added = '';
  let from = 0;
  for (let start = text.indexOf(OPEN); start >= 0; start = text.indexOf(OPEN, from)) {
    const end = text.indexOf(CLOSE, start);
    added += text.slice(from, start);
    typed.push(text.slice(start + OPEN.length, end < 0 ? text.length : end).trim());
    from = end < 0 ? text.length : end + CLOSE.length;
  }
  if (typed.length > 0) {
    return { typed: typed.join('\n\n'), added: (added + text.slice(from)).trim() };
  }
  return ADDED.test(text) ? { typed: '', added: text.trim() } : { typed: text.trim(), added: '' };
}

const OPEN = '<user_query>';
const CLOSE = '</user_query>';
/** Blocks of the program's own that come without words of the user's. */
const ADDED =
  /^\s*<(?:user_info|system_reminder|system-reminder|additional_data|attached_files|open_and_recently_viewed_files|project_layout|git_status|rules|agent_transcripts|environment_details|timestamp|agent_skills|always_applied_workspace_rules)\b/;
