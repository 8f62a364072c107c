import type { SearchAnswer, SearchHost, SearchLists } from '../../src/common/panelProtocol.js';
import type { SearchHit, SearchPart, SearchSession } from '../../src/common/search.js';
import { parseSearch } from '../../src/common/searchQuery.js';

const now = Date.UTC(2026, 10, 20, 9, 12, 4);
const parts: readonly SearchPart[] = [
  'prompt',
  'answer',
  'tool',
  'output',
  'thinking',
  'file',
  'title',
  'plan',
];
const texts = [
  'Fix the login page, it says "session expired" at once',
  'The login handler drops the refresh token: src/session.ts compares seconds with milliseconds',
  '{"command":"npm test -- login"}',
  'FAIL test/login.test.ts: expected 2 to be 1 <img src=x onerror="window.hacked=1">',
  'login login login مرحبا login, and much more of a long answer that goes on for a while so that it has to be cut somewhere at the end of the third line of the list, whatever its width may be, which is why this text does not end here but goes on and on',
];

/** A host for the search that answers from made-up hits. */
export function fakeSearch(data: string): SearchHost {
  const total = data === 'huge' ? 10_000 : 37;
  const hits = Array.from({ length: total }, (_, n): SearchHit => hitOf(n, total));
  let lists: SearchLists =
    data === 'empty'
      ? { saved: [], recent: [] }
      : { saved: ['is:error after:7d'], recent: ['login page', 'in:plan cache'] };
  return {
    start: () =>
      Promise.resolve({
        bundle: {},
        agents: { claude: 'Claude Code', codex: 'Codex' },
        hasWorkspace: true,
        text: null,
        lists,
      }),
    async search({ text, before = Infinity }): Promise<SearchAnswer> {
      await new Promise((resolve) => setTimeout(resolve, text.startsWith('slow') ? 300 : 5));
      const { query, problems } = parseSearch(text, now);
      const found = query.text.includes('nothing') ? [] : hits.filter(({ id }) => id < before);
      const page = found.slice(0, 100);
      const ids = new Set(page.map(({ sessionId }) => sessionId));
      return {
        hits: page,
        sessions: sessions.filter(({ id }) => ids.has(id)),
        more: page.length < found.length,
        partial: query.text.includes('partial'),
        pendingSessions: query.text.includes('partial') ? 1204 : 0,
        empty: query.text === '' && Object.keys(query).length === 1,
        problems,
      };
    },
    open: ({ message }) => Promise.resolve(message !== null),
    openSession: () => Promise.resolve(),
    save(text, saved) {
      const others = lists.saved.filter((one) => one !== text);
      lists = { ...lists, saved: saved ? [text, ...others] : others };
      return Promise.resolve(lists);
    },
    used(text) {
      lists = { ...lists, recent: [text, ...lists.recent.filter((one) => one !== text)] };
      return Promise.resolve(lists);
    },
    copy: () => Promise.resolve(),
    openLink: () => Promise.resolve(),
    reportError: () => Promise.resolve(),
  };
}

const sessions: readonly SearchSession[] = [
  ['Fix the login lock', '/home/ada/shop', 'claude'],
  [
    '<img src=x onerror="window.hacked=1"> and a title that is long enough not to fit into a narrow panel',
    '/home/ada/shop',
    'codex',
  ],
  ['Write the documentation of sessions', '/home/ada/docs', 'claude'],
  ['', null, 'codex'],
].map(([title, project, agent], n) => ({
  ...{ id: `${agent}:s${n}`, agent: String(agent), title: String(title), project: project ?? null },
  ...{ at: now - n * 86_400_000, parentId: null },
}));

function hitOf(n: number, total: number): SearchHit {
  const snippet = texts[n % texts.length] ?? '';
  const marks = [...snippet.matchAll(/login/gi)].map(({ index }) => [index, index + 5] as const);
  const part = parts[n % parts.length] ?? 'prompt';
  const session = n % 19 === 18 ? undefined : sessions[Math.floor(n / 6) % sessions.length];
  const isTool = part === 'tool' || part === 'output';
  return {
    id: total - n,
    message: session === undefined || part === 'title' ? null : total - n,
    sessionId: session?.id ?? null,
    agent: session?.agent ?? 'claude',
    ...{ thread: null, part, at: now - n * 3_600_000 },
    branch: n % 3 === 0 ? 'feature/ABC-123-login' : null,
    ticket: n % 3 === 0 ? 'ABC-123' : null,
    tool: isTool ? 'Bash' : null,
    ...{ plan: null, snippet, marks },
  };
}
