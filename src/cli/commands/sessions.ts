import { compareKeys } from '../../common/compareKeys.js';
import { formatAge, formatCount } from '../../common/format.js';
import type { SessionFilter, SessionSummary } from '../../common/protocol.js';
import type { StoreApi } from '../../common/storeApi.js';
import type { Remote } from '../../common/rpc.js';
import type { Command, Options } from '../command.js';
import { costText, sessionJson } from '../figures.js';
import { tokensText } from '../../common/usageText.js';
import { table } from '../table.js';

const pageSize = 500;

export const sessionsCommand: Command = {
  name: 'sessions',
  summary: 'List all sessions.',
  positionals: [],
  options: {
    tag: { type: 'string', multiple: true },
    favourite: { type: 'boolean' },
    archived: { type: 'boolean' },
  },
  help: [
    '--tag TAG    only with this tag; may be repeated: with one of them',
    '--favourite  only those that were starred',
    '--archived   only those that were archived',
  ],
  takesIn: true,
  async run({ api, now, columns, options }) {
    if (options['tag'] !== undefined) {
      // Without a window nothing else gives the tags of rules to what was just read.
      await api.updateInsights();
    }
    const sessions = await allSessions(api, filterOf(options));
    sessions.sort((a, b) => compareKeys(a.id, b.id));
    return { json: sessions.map(sessionJson), text: sessionsText(sessions, now, columns) };
  },
};

function filterOf({ tag, favourite, archived }: Options): SessionFilter {
  return {
    children: true,
    ...(Array.isArray(tag) ? { tags: tag.map(String) } : {}),
    ...(favourite === true ? { favourite: true } : {}),
    ...(archived === true ? { archived: true } : {}),
  };
}

async function allSessions(api: Remote<StoreApi>, filter: SessionFilter): Promise<SessionSummary[]> {
  const sessions: SessionSummary[] = [];
  for (;;) {
    const page = await api.sessions(filter, { limit: pageSize, offset: sessions.length });
    sessions.push(...page);
    if (page.length < pageSize) {
      return sessions;
    }
  }
}

function sessionsText(sessions: readonly SessionSummary[], now: number, columns: number | null): string {
  const newestFirst = [...sessions].sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  return table<SessionSummary>(
    [
      { title: 'id', width: 50, text: (session) => session.id },
      { title: 'title', width: 50, text: (session) => session.title },
      { title: 'branch', width: 24, optional: true, text: (session) => session.branches.join(', ') },
      { title: 'ticket', width: 16, optional: true, text: (session) => session.tickets.join(', ') },
      { title: 'state', optional: true, text: (session) => session.state },
      {
        title: 'age',
        right: true,
        text: (session) => (session.endedAt === null ? '' : formatAge(now - session.endedAt)),
      },
      { title: 'messages', right: true, optional: true, text: (session) => formatCount(session.messages) },
      { title: 'tokens', right: true, text: ({ usage }) => tokensText(usage) },
      { title: 'cost', right: true, text: ({ usage }) => costText(usage) },
    ],
    newestFirst,
    columns,
  );
}
