import { escapeMarkdown, fenced } from './markdownText.js';
import { oneLine } from './plainText.js';
import type { SessionDetail } from './protocol.js';
import type { MessageBody, OutlineRow } from './steps.js';
import type { UsageSums } from './usageReport.js';

/** What Markdown says in words of its own, in the language of who reads it. */
export interface MarkdownWords {
  agent: string;
  session: string;
  folder: string;
  branches: string;
  tickets: string;
  models: string;
  started: string;
  usage: string;
  error: string;
  thinking: string;
  roles: Readonly<Record<OutlineRow['role'], string>>;
  /** Tokens and cost. */
  usageText(usage: UsageSums): string;
}

/** The title of a session and the facts about it. `agent`: how its agent is called. `level`: of the heading. */
export function sessionHeading(
  session: SessionDetail,
  agent: string,
  words: MarkdownWords,
  level = 1,
): string {
  const facts: [string, string][] = [
    [words.agent, agent],
    [words.session, session.agentSessionId],
    [words.folder, session.cwd ?? ''],
    [words.branches, session.branches.join(', ')],
    [words.tickets, session.tickets.join(', ')],
    [words.models, session.models.join(', ')],
    [words.started, session.startedAt === null ? '' : new Date(session.startedAt).toISOString()],
    [words.usage, words.usageText(session.usage)],
  ];
  const list = facts
    .filter(([, text]) => text)
    .map(([name, text]) => `- ${name}: ${escapeMarkdown(oneLine(text, 300))}`);
  return [`${'#'.repeat(level)} ${escapeMarkdown(oneLine(session.title, 200))}`, list.join('\n')].join(
    '\n\n',
  );
}

/** A step: what was said as it was said, tool calls and their output as code. Empty: nothing that anybody said or did. */
export function stepMarkdown(row: OutlineRow, body: MessageBody, words: MarkdownWords): string {
  const time =
    row.at === null ? '' : ` · ${new Date(row.at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (row.kind === 'tool' && row.tool) {
    const input = body.tool?.input || body.text;
    const output = body.tool?.output;
    const head = `**${escapeMarkdown(oneLine(row.tool.name, 80))}**${row.tool.isError ? ` (${words.error})` : ''}${time}`;
    return [head, input ? fenced(input) : '', output ? fenced(output) : ''].filter(Boolean).join('\n\n');
  }
  if (body.withheld) {
    return '';
  }
  const who = words.roles[row.role];
  switch (row.kind) {
    case 'prompt':
    case 'text':
      return body.text.trim() ? `## ${who}${time}\n\n${body.text.trim()}` : '';
    case 'command':
    case 'shell':
      return `## ${who}${time}\n\n${fenced(body.text)}`;
    case 'thinking':
      return body.text.trim() ? quoted(words.thinking, body.text) : '';
    case 'compaction':
    case 'interrupt':
    case 'error':
    case 'notice':
    case 'hook':
    case 'retry':
      return body.text.trim() ? quoted(row.kind, body.text) : '';
    case 'injected':
    case 'tool':
      // Put in by the agent program, not said by anyone.
      return '';
  }
}

/** A block below a title of its own; of an empty text the title alone. */
export function quoted(title: string, text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`);
  return [`> *${title}*`, ...(text.trim() ? ['>', ...lines] : [])].join('\n');
}
