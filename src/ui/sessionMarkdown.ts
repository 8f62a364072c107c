import { l10n } from 'vscode';
import { agentLabel, type AgentLabels } from '../common/agentLabels.js';
import { oneLine } from '../common/plainText.js';
import type { SessionDetail } from '../common/protocol.js';
import type { MessageBody, OutlineRow } from '../common/steps.js';
import { usageText } from './views/describe.js';
import { escapeMarkdown, fenced } from './text.js';

/** What the writer asks for; the store answers it. */
export interface MarkdownSource {
  outline(id: string, from: number, limit: number): Promise<{ total: number; rows: readonly OutlineRow[] }>;
  bodies(ids: readonly number[]): Promise<readonly MessageBody[]>;
}

const pageRows = 200;
/** Clipboards and editors stumble over more. */
export const longestMarkdown = 4_000_000;

/**
 * A session as Markdown, or some of its steps without its head: what was said as it was said, tool calls and their output as
 * code. Told when it is cut short.
 */
export async function sessionMarkdown(
  session: SessionDetail,
  source: MarkdownSource,
  labels: AgentLabels,
  steps?: { from: number; to: number },
): Promise<string> {
  const parts = steps ? [] : [heading(session, labels)];
  const end = steps?.to ?? Infinity;
  let length = 0;
  for (let from = steps?.from ?? 0, total = Math.min(end, from + 1); from < total; from += pageRows) {
    const page = await source.outline(session.id, from, Math.min(pageRows, end - from));
    total = Math.min(end, page.total);
    const bodies = new Map(
      (await source.bodies(page.rows.map((row) => row.id))).map((body) => [body.id, body]),
    );
    for (const row of page.rows) {
      const body = bodies.get(row.id);
      const text = body ? messageMarkdown(row, body) : '';
      length += text.length;
      if (length > longestMarkdown) {
        parts.push(`*${l10n.t('Cut here: the session is longer than can be copied.')}*`);
        return parts.join('\n\n');
      }
      if (text) {
        parts.push(text);
      }
    }
    if (page.rows.length === 0) {
      break;
    }
  }
  return `${parts.join('\n\n')}\n`;
}

function heading(session: SessionDetail, labels: AgentLabels): string {
  const facts: [string, string][] = [
    [l10n.t('Agent'), agentLabel(labels, session.agent)],
    [l10n.t('Session'), session.agentSessionId],
    [l10n.t('Folder'), session.cwd ?? ''],
    [l10n.t('Branches'), session.branches.join(', ')],
    [l10n.t('Tickets'), session.tickets.join(', ')],
    [l10n.t('Models'), session.models.join(', ')],
    [l10n.t('Started'), session.startedAt === null ? '' : new Date(session.startedAt).toISOString()],
    [l10n.t('Usage'), usageText(session.usage)],
  ];
  const list = facts
    .filter(([, text]) => text)
    .map(([name, text]) => `- ${name}: ${escapeMarkdown(oneLine(text, 300))}`);
  return [`# ${escapeMarkdown(oneLine(session.title, 200))}`, list.join('\n')].join('\n\n');
}

function messageMarkdown(row: OutlineRow, body: MessageBody): string {
  const time =
    row.at === null ? '' : ` · ${new Date(row.at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (row.kind === 'tool' && row.tool) {
    const input = body.tool?.input || body.text;
    const output = body.tool?.output;
    const head = `**${escapeMarkdown(oneLine(row.tool.name, 80))}**${row.tool.isError ? ` (${l10n.t('error')})` : ''}${time}`;
    return [head, input ? fenced(input) : '', output ? fenced(output) : ''].filter(Boolean).join('\n\n');
  }
  if (body.withheld) {
    return '';
  }
  const who = {
    user: l10n.t('User'),
    assistant: l10n.t('Agent'),
    system: l10n.t('System'),
    tool: l10n.t('Tool'),
  }[row.role];
  switch (row.kind) {
    case 'prompt':
    case 'text':
      return body.text.trim() ? `## ${who}${time}\n\n${body.text.trim()}` : '';
    case 'command':
    case 'shell':
      return `## ${who}${time}\n\n${fenced(body.text)}`;
    case 'thinking':
      return body.text.trim() ? quoted(l10n.t('Thinking'), body.text) : '';
    case 'compaction':
    case 'interrupt':
    case 'error':
    case 'notice':
      return body.text.trim() ? quoted(row.kind, body.text) : '';
    case 'injected':
    case 'tool':
      // Put in by the agent program, not said by anyone.
      return '';
  }
}

function quoted(title: string, text: string): string {
  return [
    `> *${title}*`,
    '>',
    ...text
      .trim()
      .split('\n')
      .map((line) => `> ${line}`),
  ].join('\n');
}
