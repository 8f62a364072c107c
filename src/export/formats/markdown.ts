import { agentLabel } from '../../common/agentLabels.js';
import { formatCost } from '../../common/format.js';
import { escapeMarkdown } from '../../common/markdownText.js';
import type { SessionDetail } from '../../common/protocol.js';
import { quoted, sessionHeading, stepMarkdown, type MarkdownWords } from '../../common/sessionMarkdown.js';
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
      const note = ticket.note === null ? '' : `\n${quoted('Note', ticket.note)}\n`;
      await file.write(`${ticketMarkdown(ticket)}${note}\n`);
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
      await file.write(`${isFirst ? '' : '\n---\n\n'}${heading}\n${saidOf(detail)}`);
      const pins = new Map((await session.pins()).map(({ uid, note }) => [uid, note ?? '']));
      isFirst = false;
      for await (const steps of session.steps()) {
        for (const { row, body } of steps) {
          const text = stepMarkdown(row, body, words);
          if (text) {
            await file.write(`\n${text}\n`);
          }
          const pin = pins.get(row.uid);
          if (pin !== undefined) {
            await file.write(`\n${quoted('Pinned', pin)}\n`);
          }
        }
      }
    }
    await file.write(`\n---\n\n*${trailerText(trailerOf(source, out))}*\n`);
    await file.close();
  },
};

/** What a person said of the session. */
function saidOf({ tags, favourite, note }: SessionDetail): string {
  const lines = [
    favourite ? '- Favourite' : '',
    tags.length === 0 ? '' : `- Tags: ${escapeMarkdown(tags.map(({ tag }) => tag).join(', '))}`,
  ].filter(Boolean);
  return [...lines.map((line) => `${line}\n`), note === null ? '' : `\n${quoted('Note', note)}\n`].join('');
}

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
