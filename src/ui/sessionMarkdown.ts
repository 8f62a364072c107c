import { l10n } from 'vscode';
import { agentLabel, type AgentLabels } from '../common/agentLabels.js';
import type { SessionDetail } from '../common/protocol.js';
import { sessionHeading, stepMarkdown, type MarkdownWords } from '../common/sessionMarkdown.js';
import type { MessageBody, OutlineRow } from '../common/steps.js';
import { usageText } from './views/describe.js';

/** What the writer asks for; the store answers it. */
export interface MarkdownSource {
  outline(id: string, from: number, limit: number): Promise<{ total: number; rows: readonly OutlineRow[] }>;
  bodies(ids: readonly number[]): Promise<readonly MessageBody[]>;
}

const pageRows = 200;
/** Clipboards and editors stumble over more. */
export const longestMarkdown = 4_000_000;

/** A session as Markdown, to copy, or some of its steps without its head. Told when it is cut short. */
export async function sessionMarkdown(
  session: SessionDetail,
  source: MarkdownSource,
  labels: AgentLabels,
  steps?: { from: number; to: number },
): Promise<string> {
  const words = shownWords();
  const parts = steps ? [] : [sessionHeading(session, agentLabel(labels, session.agent), words)];
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
      const text = body ? stepMarkdown(row, body, words) : '';
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

function shownWords(): MarkdownWords {
  return {
    agent: l10n.t('Agent'),
    session: l10n.t('Session'),
    folder: l10n.t('Folder'),
    branches: l10n.t('Branches'),
    tickets: l10n.t('Tickets'),
    models: l10n.t('Models'),
    started: l10n.t('Started'),
    usage: l10n.t('Usage'),
    error: l10n.t('error'),
    thinking: l10n.t('Thinking'),
    roles: {
      user: l10n.t('User'),
      assistant: l10n.t('Agent'),
      system: l10n.t('System'),
      tool: l10n.t('Tool'),
    },
    usageText,
  };
}
