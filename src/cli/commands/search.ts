import { formatAge, formatCount } from '../../common/format.js';
import type { StoreApi } from '../../common/storeApi.js';
import type { Remote } from '../../common/rpc.js';
import {
  wholeOutputsSince,
  type SearchHit,
  type SearchQuery,
  type SearchResult,
  type SearchSession,
} from '../../common/search.js';
import { englishProblem } from '../../common/searchProblem.js';
import { parseSearch, type ParsedSearch } from '../../common/searchQuery.js';
import { UsageError, type Command, type Options } from '../command.js';
import { plain } from '../table.js';
import { isoTime, sinceTime, untilTime } from '../time.js';

/** Hits that one call of the store gives. */
const pageSize = 500;
const mostHits = 10_000;

type Hit = SearchHit & { seq: number | null };
type Found = Omit<SearchResult, 'hits'> & { hits: readonly Hit[] };

export const searchCommand: Command = {
  name: 'search',
  summary: 'Search all that was said and done.',
  positionals: [],
  more: 'QUERY…',
  options: {
    limit: { type: 'string' },
    best: { type: 'boolean' },
    since: { type: 'string' },
    until: { type: 'string' },
  },
  help: [
    'QUERY            words, "several in a row", begin*, -not, a OR b; operators:',
    '                 agent: project: branch: ticket: model: tool: file: is:error',
    '                 is:live before: after: in:prompt|answer|thinking|tool|output|',
    '                 plan|title|file|history|note',
    '                 a query that begins with - goes after --',
    '--limit N        at most so many hits; 20 without it',
    '--best           the best first, of the newest thousand, instead of the newest',
    '--since D        from this day (YYYY-MM-DD) or RFC 3339 time on',
    '--until D        to the end of this day, or to this RFC 3339 time',
  ],
  takesIn: true,
  check: (options, positionals, now) => void understood(options, positionals, now),
  async run({ api, options, positionals, now, columns }) {
    const { query, limit, problems } = understood(options, positionals, now);
    const found = await find(api, query, limit);
    const notes = problems.map(englishProblem);
    return {
      json: {
        hits: found.hits.map((hit) => hitJson(hit, found.sessions)),
        more: found.more,
        partial: found.partial,
        pending_sessions: found.pendingSessions,
        whole_output_since: isoTime(found.wholeOutputsSince ?? null),
        problems: notes,
      },
      text: [...notes, ...textOf(found, now, columns)].join('\n'),
    };
  },
};

function understood(
  options: Options,
  positionals: readonly string[],
  now: number,
): { query: Omit<SearchQuery, 'limit'>; limit: number; problems: ParsedSearch['problems'] } {
  const text = positionals.join(' ').trim();
  if (text === '') {
    throw new UsageError('"search" needs QUERY.');
  }
  const { query, problems } = parseSearch(text, now);
  // A condition that is left out would find what was not asked for; an unknown operator is searched as words.
  const wrong = problems.find(({ what }) => what !== 'operator');
  if (wrong) {
    throw new UsageError(englishProblem(wrong));
  }
  const limit = Number(options['limit'] ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostHits) {
    throw new UsageError(`--limit: "${String(options['limit'])}" is no number from 1 to ${mostHits}.`);
  }
  const [since, until] = [options['since'], options['until']];
  const from = typeof since === 'string' ? sinceTime(since, 'local') : undefined;
  const to = typeof until === 'string' ? untilTime(until, 'local') : undefined;
  return {
    query: {
      ...query,
      ...(options['best'] === true ? { order: 'best' } : {}),
      ...(from === undefined ? {} : { since: Math.max(from, query.since ?? from) }),
      ...(to === undefined ? {} : { until: Math.min(to, query.until ?? to) }),
    },
    limit,
    problems,
  };
}

async function find(api: Remote<StoreApi>, query: Omit<SearchQuery, 'limit'>, limit: number): Promise<Found> {
  const hits: SearchHit[] = [];
  const pages: SearchResult[] = [];
  const sessions = new Map<string, SearchSession>();
  for (;;) {
    const before = hits.at(-1)?.id;
    const page = await api.search({
      ...query,
      limit: Math.min(limit - hits.length, pageSize),
      ...(before === undefined ? {} : { before }),
    });
    hits.push(...page.hits);
    pages.push(page);
    page.sessions.forEach((session) => sessions.set(session.id, session));
    if (
      !page.more ||
      page.partial ||
      hits.length >= limit ||
      page.hits.length === 0 ||
      query.order === 'best'
    ) {
      const since = wholeOutputsSince(pages);
      return {
        ...page,
        ...(since === undefined ? {} : { wholeOutputsSince: since }),
        hits: await withSteps(api, hits),
        sessions: [...sessions.values()],
      };
    }
  }
}

async function withSteps(api: Remote<StoreApi>, hits: readonly SearchHit[]): Promise<Hit[]> {
  const steps: Hit[] = [];
  for (const hit of hits) {
    const step = hit.message === null ? null : await api.stepOf(hit.message);
    steps.push({ ...hit, seq: step?.seq ?? null });
  }
  return steps;
}

function hitJson(hit: Hit, sessions: readonly SearchSession[]): unknown {
  const session = sessions.find(({ id }) => id === hit.sessionId);
  return {
    session_id: hit.sessionId,
    agent: hit.agent,
    title: session?.title ?? null,
    project: session?.project ?? null,
    seq: hit.seq,
    ts: isoTime(hit.at),
    part: hit.part,
    tool: hit.tool,
    branch: hit.branch,
    ticket: hit.ticket,
    snippet: hit.snippet,
    marks: hit.marks,
  };
}

/** A heading for each session, in the order of its first hit, and a line for each hit. */
function textOf(found: Found, now: number, columns: number | null): string[] {
  const groups = new Map<string | null, Hit[]>();
  for (const hit of found.hits) {
    groups.set(hit.sessionId, [...(groups.get(hit.sessionId) ?? []), hit]);
  }
  const lines = [...groups].flatMap(([id, hits]) => {
    const session = found.sessions.find((one) => one.id === id);
    const facts = [session?.title, id ?? hits[0]?.agent, session?.project].map((fact) => plain(fact ?? ''));
    const heading = facts.filter((fact) => fact !== '').join(' · ');
    return ['', cut(heading, columns), ...hits.map((hit) => cut(`  ${hitText(hit, now)}`, columns))];
  });
  return [
    ...(found.empty ? ['There is nothing to look for in this query.'] : []),
    ...(found.hits.length === 0 && !found.empty ? ['Nothing found.'] : lines.slice(1)),
    ...(found.more && !found.partial ? ['', 'There is more: --limit N shows it.'] : []),
    ...(found.partial ? ['', 'Not everything was looked at in time. Fewer days or more words help.'] : []),
    ...outputNotes(found, now),
    ...(found.pendingSessions > 0
      ? ['', `${formatCount(found.pendingSessions)} sessions still to index.`]
      : []),
  ];
}

/** What of outputs was not searched, where nothing else is to be shown. */
function outputNotes({ wholeOutputsSince: since, more, partial, empty }: Found, now: number): string[] {
  if (more || partial || empty || since === undefined || since === 0) {
    return [];
  }
  return [
    '',
    since === null
      ? 'Of tool output the first 2 KB were searched. With in:output alone it is read to its end.'
      : `Tool output of the last ${formatAge(Math.max(60_000, now - since))} was read to its end, and of older output the first 2 KB.`,
  ];
}

function hitText({ seq, at, part, tool, branch, ticket, snippet }: Hit, now: number): string {
  const facts = [
    at === null ? '' : formatAge(now - at),
    seq === null ? '' : `#${seq}`,
    tool === null ? part : `${part} ${tool}`,
    ...[branch, ticket].map((name) => (name === null ? '' : `[${name}]`)),
  ];
  return plain(`${facts.filter((fact) => fact !== '').join(' ')}: ${snippet}`);
}

function cut(line: string, columns: number | null): string {
  const letters = [...line];
  return columns === null || letters.length <= columns ? line : `${letters.slice(0, columns - 1).join('')}…`;
}
