import type { Tokens } from '../../src/common/model.js';
import type { Database } from '../../src/store/database.js';
import { rebuildRollup } from '../../src/store/rollup.js';
import { batch, openStore } from '../store/storeFixture.js';

/** The moment at which the fixture is looked at: noon UTC, so that days are the same in most time zones. */
export const fixtureNow = Date.UTC(2026, 2, 20, 12);
const day = 86_400_000;

type Rows = Parameters<typeof batch>[0];

/** A small logbook with something of everything: three sessions in two projects, one with a child, and what is odd about them. */
export async function openSqlFixture(folder: string): Promise<Database> {
  const { db, writer } = await openStore(folder);
  const rows: Rows[number][] = [];
  sessions().forEach((session) => rows.push(...session));
  writer.writeBatch(
    batch(rows, {
      places: [{ cwd: '/work/shop/web', repository: '/work/shop', worktree: '/work/shop' }],
      problems: [
        { source: 0, line: 7, message: 'the line is a number, not an object', at: fixtureNow },
        { source: 0, line: 9, message: 'the line is a number, not an object', at: fixtureNow },
      ],
    }),
  );
  const name = (text: string) => {
    db.prepare('insert or ignore into name (text) values (?)').run(text);
    return Number(db.prepare('select id from name where text = ?').get(text)?.[0]);
  };
  db.prepare(
    "update usage set ticket = ? where branch = (select id from name where text = 'SHOP-1-cart')",
  ).run(name('SHOP-1'));
  const tag = db.prepare(
    'insert into session_tag (session_id, tag, origin) select id, ?, ? from session where agent_session_id = ?',
  );
  tag.run(name('checkout'), 0, 'cart');
  tag.run(name('checkout'), 1, 'docs');
  tag.run(name('urgent'), 0, 'cart');
  tag.run(name('not-this'), 2, 'cart');
  db.prepare(
    "insert into session_insight (session_id, made_of, category, insights) select id, '', 'bug-fix', '[]' from session where agent_session_id = 'cart'",
  ).run();
  rebuildRollup(db);
  return db;
}

function sessions(): Rows[] {
  const at = (days: number, minutes = 0) => fixtureNow - days * day + minutes * 60_000;
  const cart = { session: 'cart', at: at(2) } as const;
  const docs = { session: 'docs', at: at(9) } as const;
  const old = { session: 'old', at: at(200) } as const;
  return [
    [
      {
        type: 'session',
        ...cart,
        cwd: '/work/shop/web',
        title: { text: '=HYPERLINK("x") Fix the cart', rank: 1 },
      },
      prompt('cart', 'c1', at(2), 'Fix the <b>cart</b>, it says NaN'),
      ...call('cart', 'c2', at(2, 1), 'npm test', {
        branch: 'SHOP-1-cart',
        isError: true,
        output: 'NaN',
        ms: 90_000,
      }),
      ...call('cart', 'c3', at(2, 3), 'npm test', {
        branch: 'SHOP-1-cart',
        isError: true,
        output: 'NaN',
        ms: 80_000,
      }),
      ...call('cart', 'c4', at(2, 5), 'npm test', {
        branch: 'SHOP-1-cart',
        isError: false,
        output: 'ok',
        ms: 70_000,
      }),
      change('cart', 'c4', at(2, 5), '/work/shop/web/cart.ts', 12, 3),
      change('cart', 'c3', at(2, 3), '/work/shop/web/cart.ts', 2, 2),
      {
        type: 'message',
        session: 'cart',
        uid: 'c5',
        at: at(2, 6),
        role: 'system',
        kind: 'compaction',
        body: 'shorter',
      },
      {
        type: 'message',
        session: 'cart',
        uid: 'c6',
        at: at(2, 7),
        role: 'user',
        kind: 'interrupt',
        body: '',
      },
      usage('cart', 'u1', at(2, 1), 'claude-sonnet-4-5', [1000, 5000, 300, 0, 700], 'SHOP-1-cart'),
      usage('cart', 'u2', at(2, 4), 'claude-sonnet-4-5', [250_000, 5000, 0, 100, 900], 'SHOP-1-cart'),
      usage('cart', 'u3', at(2, 9), 'nobody-knows', [10, 0, 0, 0, 10], 'main'),
      { type: 'sub_agent', session: 'cart', thread: 't1', agentType: 'explorer', callId: 'c2' },
      { type: 'sub_agent', session: 'cart', thread: 't2', agentType: 'explorer', internal: true },
      {
        type: 'todos',
        ...cart,
        items: [
          { text: 'Find it', status: 'completed' },
          { text: 'Test it', status: 'in_progress' },
        ],
      },
      {
        type: 'link',
        session: 'cart',
        url: 'https://example.com/pull/1',
        label: 'Pull request 1',
        at: at(1),
      },
    ],
    [
      { type: 'session', session: 'cart-child', parent: 'cart', at: at(2, 2), agentType: 'reviewer' },
      prompt('cart-child', 'k1', at(2, 2), 'Review it'),
      usage('cart-child', 'u4', at(2, 3), 'gpt-5', [400, 100, 0, 0, 50], 'SHOP-1-cart'),
    ],
    [
      { type: 'session', ...docs, cwd: '/work/docs', title: { text: 'Write 日本語 docs', rank: 1 } },
      prompt('docs', 'd1', at(9), 'Write the docs\nin two lines'),
      change('docs', 'd2', at(9, 1), '/work/docs/README.md', 40, 0),
      usage('docs', 'u5', at(9, 1), 'gpt-5', [2000, 8000, 0, 0, 1500], 'main'),
      { ...usage('docs', 'u6', at(9, 2), 'gpt-5', [0, 0, 0, 0, 0], 'main'), tokens: null },
    ],
    [
      { type: 'session', ...old, cwd: '/work/docs', title: { text: 'Long ago', rank: 1 } },
      prompt('old', 'o1', at(200), 'Begin'),
      usage('old', 'u7', at(200), 'gpt-5', [100, 0, 0, 0, 100], 'main'),
    ],
  ] as Rows[];
}

function prompt(session: string, uid: string, at: number, body: string): Rows[number] {
  return { type: 'message', session, uid, at, role: 'user', kind: 'prompt', body };
}

interface CallSpec {
  branch: string;
  isError: boolean;
  output: string;
  ms: number;
}

function call(session: string, callId: string, at: number, body: string, spec: CallSpec): Rows[number][] {
  const { branch, isError, output, ms } = spec;
  const made = { role: 'assistant', kind: 'tool', model: 'claude-sonnet-4-5' } as const;
  const tool = { callId, name: 'Bash', category: 'run' } as const;
  return [
    { type: 'message', session, uid: callId, at, ...made, body, branch, tool },
    { type: 'tool_result', session, callId, at: at + ms, body: output, isError, exitCode: Number(isError) },
  ];
}

function change(
  session: string,
  callId: string,
  at: number,
  path: string,
  added: number,
  removed: number,
): Rows[number] {
  return { type: 'file_change', session, callId, at, path, operation: 'update', added, removed, body: null };
}

function usage(
  session: string,
  key: string,
  at: number,
  model: string,
  [input, cacheRead, cacheWrite5m, cacheWrite1h, output]: [number, number, number, number, number],
  branch: string,
): Extract<Rows[number], { type: 'usage' }> {
  const tokens: Tokens = { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning: null };
  const group = { key, group: key, rank: 0, preference: 0, isCopy: false };
  return { type: 'usage', session, ...group, at, model, tokens, branch };
}
