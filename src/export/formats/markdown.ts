import { agentLabel } from '../../common/agentLabels.js';
import { formatCost } from '../../common/format.js';
import { sessionHeading, stepMarkdown, type MarkdownWords } from '../../common/sessionMarkdown.js';
import type { UsageSums } from '../../common/usageReport.js';
import { recorded, tokensText } from '../../common/usageText.js';
import { ticketMarkdown } from '../../tickets/markdown.js';
import type { ExportFormat } from '../format.js';
import { trailerOf, trailerText } from '../trailer.js';

/** The conversations, one after another, to read and to paste. English, as whoever gets it may speak anything. */
export const markdown: ExportFormat = {
  id: 'markdown',
  async write(source, out) {
    const file = await out.file();
    const ticket = await source.ticket();
    if (ticket) {
      await file.write(`${ticketMarkdown(ticket)}\n`);
    }
    let isFirst = true;
    for await (const session of source.sessions()) {
      const { detail } = session;
      const heading = sessionHeading(
        detail,
        agentLabel(source.labels, detail.agent),
        words,
        session.hasParent ? 2 : 1,
      );
      await file.write(`${isFirst ? '' : '\n---\n\n'}${heading}\n`);
      isFirst = false;
      for await (const steps of session.steps()) {
        for (const { row, body } of steps) {
          const text = stepMarkdown(row, body, words);
          if (text) {
            await file.write(`\n${text}\n`);
          }
        }
      }
    }
    await file.write(`\n---\n\n*${trailerText(trailerOf(source, out))}*\n`);
    await file.close();
  },
};

const words: MarkdownWords = {
  agent: 'Agent',
  session: 'Session',
  folder: 'Folder',
  branches: 'Branches',
  tickets: 'Tickets',
  models: 'Models',
  started: 'Started',
  usage: 'Usage',
  error: 'error',
  thinking: 'Thinking',
  roles: { user: 'User', assistant: 'Agent', system: 'System', tool: 'Tool' },
  usageText,
};

function usageText(usage: UsageSums): string {
  if (recorded(usage, usage.totalTokens) === null) {
    return 'tokens unknown';
  }
  const cost =
    usage.costUsd === null ? 'no price' : `${usage.estimate ? '~' : ''}${formatCost(usage.costUsd)}`;
  return usage.responses === 0 ? '' : `${tokensText(usage)} · ${cost}`;
}
