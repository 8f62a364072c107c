import type { SqlAnswer, SqlCell } from '../../src/common/sqlConsole.js';
import type { QueryLists, SqlHost } from '../../src/common/sqlPanel.js';
import { queryThemes } from '../../src/stats/queries/index.js';

const copy = { at: Date.UTC(2026, 10, 20, 9, 12, 4), bytes: 3_400_000 };
const models = [
  'claude-sonnet-4-5',
  'gpt-5',
  'gemini-2.5-pro',
  '<img src=x onerror="window.hacked=1">',
  'مرحبا',
];

/** A host for the console that answers by words in the question. */
export function fakeSql(data: string): SqlHost {
  let lists: QueryLists =
    data === 'empty'
      ? { kept: [], recent: [] }
      : {
          kept: [{ name: 'My sessions', sql: 'select * from v_session' }],
          recent: ['select count(*)\nfrom v_message', 'select 1'],
        };
  let end: ((answer: SqlAnswer) => void) | null = null;
  return {
    start: () =>
      Promise.resolve({ bundle: {}, agents: {}, themes: queryThemes, lists, wanted: null, copy: null }),
    async ask({ sql, rows }) {
      if (sql.includes('endless')) {
        return { answer: await new Promise<SqlAnswer>((resolve) => (end = resolve)), lists };
      }
      const answer = answerTo(sql, rows, data);
      if (answer.kind === 'rows') {
        lists = { ...lists, recent: [sql, ...lists.recent.filter((one) => one !== sql)] };
      }
      return { answer, lists };
    },
    cancel() {
      end?.({ kind: 'stopped', why: 'cancelled' });
      end = null;
      return Promise.resolve();
    },
    refresh: () => Promise.resolve(),
    keep(sql) {
      lists = { ...lists, kept: [{ name: 'Kept now', sql }, ...lists.kept] };
      return Promise.resolve(lists);
    },
    forget(name) {
      lists = { ...lists, kept: lists.kept.filter((one) => one.name !== name) };
      return Promise.resolve(lists);
    },
    clearRecent() {
      lists = { ...lists, recent: [] };
      return Promise.resolve(lists);
    },
    saveCsv: () => Promise.resolve(true),
    openSession: () => Promise.resolve(),
    copy: () => Promise.resolve(),
    openLink: () => Promise.resolve(),
    reportError: () => Promise.resolve(),
  };
}

function answerTo(sql: string, rows: number, data: string): SqlAnswer {
  const wrong = sql.indexOf('unheard');
  if (wrong >= 0) {
    return { kind: 'fault', message: 'no such column: unheard', from: wrong, to: wrong + 7 };
  }
  if (sql.includes('nothing')) {
    return { kind: 'rows', columns: ['a'], rows: [], more: false, cut: 0, ms: 2, copy };
  }
  if (sql.includes('by day') || sql.includes('as day')) {
    const days = Array.from({ length: 30 }, (_, n) => `2026-10-${String(n + 1).padStart(2, '0')}`);
    const cells = days.flatMap((day, n) =>
      models
        .slice(0, 3)
        .map((model, m): SqlCell[] => [day, model, ((n * 7 + m * 11) % 23) / 3, 1000 * (n + m)]),
    );
    return {
      ...{ kind: 'rows', columns: ['day', 'model', 'cost_usd', 'tokens'] },
      ...{ rows: cells, more: false, cut: 0, ms: 41, copy },
    };
  }
  const total = data === 'huge' ? 100_000 : 37;
  const cells = Array.from({ length: Math.min(total, rows) }, (_, n): SqlCell[] => [
    n % 9 === 4 ? 'a title that is much longer than its column may be wide '.repeat(3) : `Session ${n}`,
    models[n % models.length] ?? null,
    ((n * 37) % 101) * 1234.5,
    n % 5 === 0 ? null : ((n * 13) % 17) / 7,
    1_763_630_000_000 + n * 60_000,
    `claude:s${n}`,
  ]);
  return {
    ...{ kind: 'rows', columns: ['title', 'model', 'tokens', 'cost_usd', 'started_at', 'session'] },
    ...{ rows: cells, more: total > rows, cut: data === 'huge' ? 3 : 0, ms: 1240, copy },
  };
}
