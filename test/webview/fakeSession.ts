import type { SessionInsights } from '../../src/common/insights.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import type { SessionHost, SimilarSession } from '../../src/common/sessionPage.js';
import { fakeReplay } from './fakeReplay.js';

const at = Date.UTC(2026, 10, 20, 9, 12, 4);
const hostileText = '<img src=x onerror="window.hacked=1"> \u202egnp.exe\u0007 [link](command:x)';

const insights: SessionInsights = {
  category: 'bug-fix',
  because: { source: 'branch', text: 'fix/login-lock' },
  quality: {
    score: 2.4,
    reasons: [
      { name: 'planned', effect: 0.3 },
      { name: 'corrections', effect: -1 },
      { name: 'recovered', effect: 0.1 },
    ],
    ...{ planned: true, oneShot: false, correctionRate: 2 / 3 },
    corrections: [
      { message: 4, words: 'no' },
      { message: 9, words: null },
    ],
  },
  unjudged: null,
  findings: [
    { name: 'vague', severity: 'warning', message: 1, counts: [7, 2] },
    { name: 'longPrompt', severity: 'info', message: 9, counts: [1520] },
  ],
};

/** A host for a session's page that answers from made-up data, and remembers what is said of the session. */
export function fakeSession(data: string, changed: () => void): SessionHost {
  const replay = fakeReplay(data === 'hostile' || data === 'empty' || data === 'gone' ? data : 'sample').host;
  const hostile = data === 'hostile';
  let marks: Partial<SessionDetail> =
    data === 'empty'
      ? { tags: [], note: null, insights: null }
      : {
          tags: [
            { tag: 'auth', byRule: false },
            { tag: hostile ? hostileText : 'needs review', byRule: true },
          ],
          note: hostile ? hostileText : 'Ask Anna about the lock.\nThe second try was better.',
          insights: hostile ? { ...insights, because: { source: 'prompt', text: hostileText } } : insights,
        };
  let pins = ['p1', 'p2'].map((uid, index) => ({
    ...{ uid, message: index === 0 ? 4 : null, at: at + index, createdAt: at },
    note: index === 0 ? (hostile ? hostileText : 'Here it went wrong') : null,
    preview: index === 0 ? (hostile ? hostileText : 'No, the lock is taken twice') : '',
  }));
  const detail = async () => {
    const session = await replay.session();
    return session && { ...session, ...marks };
  };
  return {
    async start() {
      const start = await replay.start();
      return { sessionId: start.sessionId, bundle: start.bundle, agents: start.agents };
    },
    session: detail,
    files: () =>
      Promise.resolve(
        data === 'empty'
          ? []
          : ['src/lock.ts', 'src/login.ts', 'README.md'].map((path) => ({ path, added: 3, removed: 1 })),
      ),
    pins: () => Promise.resolve(data === 'empty' ? [] : pins),
    plans: () =>
      Promise.resolve(
        data === 'empty'
          ? []
          : [{ id: 1, name: 'lock.md', title: 'Unlock the login', at, sessionId: null, path: null }],
      ),
    async similar() {
      const session = await detail();
      const title = hostile ? hostileText : 'Fix the lock of the settings page';
      const one = { ...session!, id: 'claude:other', title, endedAt: at };
      return data === 'empty' ? [] : [similar(one, 0.62), similar({ ...one, id: 'claude:third' }, 0.3)];
    },
    commits: () =>
      Promise.resolve(
        data === 'empty'
          ? { commits: [], problem: null, category: null }
          : {
              commits: [
                {
                  hash: '0123456789abcdef',
                  subject: hostile ? hostileText : 'fix(login): take the lock once',
                  at,
                },
                { hash: 'fedcba9876543210', subject: 'test: the lock is given back', at: at + 1000 },
              ],
              problem: null,
              category: { category: 'bug-fix', commits: 1, classified: 2 },
            },
      ),
    tags: () =>
      Promise.resolve(
        ['auth', 'spike', 'release', 'Refactoring'].map((tag, index) => ({ tag, sessions: 9 - index })),
      ),
    mark({ title, note, favourite, archived, addTags = [], removeTags = [] }) {
      marks = {
        ...marks,
        ...(title === undefined || title === null ? {} : { title }),
        ...(note === undefined ? {} : { note }),
        ...(favourite === undefined ? {} : { favourite }),
        ...(archived === undefined ? {} : { archived }),
        tags: [
          ...(marks.tags ?? []).filter(({ tag }) => !removeTags.includes(tag)),
          ...addTags.map((tag) => ({ tag, byRule: false })),
        ],
      };
      changed();
      return Promise.resolve();
    },
    removePin(gone) {
      pins = pins.filter(({ uid }) => uid !== gone);
      changed();
      return Promise.resolve();
    },
    openReplay: (message) => Promise.resolve(message !== 9),
    openSession: () => Promise.resolve(),
    openPlan: () => Promise.resolve(),
    resume: () => Promise.resolve(),
    copy: () => Promise.resolve(),
    openLink: () => Promise.resolve(),
    reportError: () => Promise.resolve(),
  };
}

function similar(session: SessionDetail, score: number): SimilarSession {
  return {
    session,
    score,
    files: { shared: ['src/lock.ts', 'README.md'], of: 3, score: 0.25 },
    words: { shared: ['lock'], score: score - 0.25 },
    branch: null,
  };
}
