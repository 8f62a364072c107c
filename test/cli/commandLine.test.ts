import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands/index.js';
import { run, type Terminal } from '../../src/cli/run.js';
import type { UsageQuery } from '../../src/common/protocol.js';
import type { StoreApi } from '../../src/common/storeApi.js';
import type { JoinedStore } from '../../src/service/join.js';
import { dataFolder, newestStore, registerStore, storesFile } from '../../src/service/stores.js';

interface Ran {
  code: number;
  out: string;
  error: string;
  calls: string[];
  joined: { storage: string; home: string; env: Terminal['env'] } | null;
  closed: boolean;
}

/** Runs a command line against a store that notes what it is asked. */
async function logbook(
  args: readonly string[],
  api: Partial<Record<keyof StoreApi, (...args: never[]) => unknown>> = {},
  terminal: Partial<Terminal> = {},
): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', error: '', calls: [], joined: null, closed: false };
  const remote = new Proxy(
    {},
    {
      get: (_, method: string) => {
        return async (...given: never[]) => {
          ran.calls.push(method);
          const recording = { settings: () => ({ paused: false }), ...api };
          return recording[method as keyof StoreApi]?.(...given);
        };
      },
    },
  );
  const { exitCode } = run({
    args,
    env: {},
    folder: '/work',
    home: '/nowhere/home',
    platform: 'linux',
    version: '1.2.3',
    now: () => Date.UTC(2026, 0, 2),
    out: (text) => void (ran.out += text),
    error: (text) => void (ran.error += text),
    outputColumns: () => null,
    errorColumns: () => null,
    input: () => Promise.resolve(''),
    questions: () => {
      throw new Error('Nothing is asked here');
    },
    count: () => Promise.reject(new Error('Nothing is counted here')),
    exporter: () => Promise.reject(new Error('Nothing is exported here')),
    join(options) {
      ran.joined = options;
      return {
        api: remote,
        onChanged: () => ({ dispose: () => undefined }),
        onTrouble: () => ({ dispose: () => undefined }),
        ready: () => Promise.resolve('owner'),
        close: () => {
          ran.closed = true;
          return Promise.resolve();
        },
      } as unknown as JoinedStore;
    },
    ...terminal,
  });
  ran.code = await exitCode;
  return ran;
}

const sums = {
  responses: 2,
  unknownResponses: 1,
  approximateResponses: 0,
  tokens: { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: null },
  totalTokens: 15,
  costUsd: 0.5,
  estimate: false,
  webSearchUsd: 0,
  unpriced: {},
};
const usageRow = (key: string | null) => ({ ...sums, key, second: null, sessions: 1 });
const sumsJson = {
  sessions: 1,
  responses: 2,
  unknown_responses: 1,
  input_tokens: 1,
  cache_read_tokens: 2,
  cache_write_5m_tokens: 3,
  cache_write_1h_tokens: 4,
  output_tokens: 5,
  reasoning_tokens: null,
  total_tokens: 15,
  cost_usd: 0.5,
  web_search_usd: 0,
  unpriced: {},
};

describe('wrong usage', () => {
  for (const [name, args, says] of [
    ['no command', [], /command is missing/],
    ['an unknown command', ['frobnicate'], /no command "frobnicate"/],
    ['an unknown option', ['usage', '--frob'], /--frob/],
    ['an unknown option before the command', ['--frob', 'usage'], /--frob/],
    ['an unknown dimension', ['usage', '--by', 'colour'], /--by: "colour"/],
    ['an option without its value', ['usage', '--by'], /--by/],
    ['a day that does not exist', ['usage', '--since', '2026-02-30'], /--since: "2026-02-30"/],
    ['a time that is none', ['usage', '--until', 'yesterday'], /--until: "yesterday"/],
    ['a time on no day', ['usage', '--since', '2026-02-30T10:00:00Z'], /--since: "2026-02-30T/],
    ['a time without a zone', ['usage', '--since', '2026-02-01T10:00:00'], /--since: "2026-02-01T/],
    ['an hour too late', ['usage', '--until', '2026-02-01T24:00:00Z'], /--until: "2026-02-01T24/],
    ['a missing argument', ['show'], /needs ID/],
    ['an empty argument', ['start', ' '], /needs KEY/],
    ['an argument too many', ['finish', 'X-1'], /does not take "X-1"/],
    ['--no-import where nothing is imported', ['doctor', '--no-import'], /--no-import/],
    ['--no-store where a store is needed', ['sessions', '--no-store'], /--no-store/],
    ['--no-store with nothing to read', ['usage', '--no-store', '--no-import'], /--no-import and --no-store/],
    ['--home without a folder', ['--home', '', 'usage'], /--home needs a folder/],
  ] as const) {
    it(`${name} ends with 2 and opens no store`, async () => {
      const ran = await logbook(args);
      assert.equal(ran.code, 2);
      assert.match(ran.error, says);
      assert.equal(ran.out, '');
      assert.equal(ran.joined, null);
    });
  }
});

describe('help', () => {
  it('names every command', async () => {
    const { code, out } = await logbook(['--help']);
    assert.equal(code, 0);
    for (const { name } of commands) {
      assert.match(out, new RegExp(`^  ${name} `, 'm'));
    }
  });

  for (const { name } of commands) {
    it(`is there for ${name}, at either side`, async () => {
      const after = await logbook([name, '--help']);
      const before = await logbook(['--help', name]);
      assert.equal(after.code, 0);
      assert.match(after.out, new RegExp(`Usage: logbook .* ${name}`));
      assert.equal(after.out, before.out);
    });
  }

  it('fits on a terminal of 80 columns', async () => {
    for (const args of [['--help'], ...commands.map(({ name }) => [name, '--help'])]) {
      const { out } = await logbook(args);
      assert.deepEqual(
        out.split('\n').filter((line) => line.length > 80),
        [],
      );
    }
  });

  it('--version prints the version', async () => {
    assert.equal((await logbook(['--version'])).out, '1.2.3\n');
  });
});

describe('a command', () => {
  const usage = () => ({ rows: [usageRow(null), usageRow('b'), usageRow('a')], totals: usageRow(null) });

  it('takes in first what changed', async () => {
    assert.deepEqual((await logbook(['usage'], { usage })).calls, ['rescan', 'settings', 'usage']);
    assert.deepEqual((await logbook(['usage', '--no-import'], { usage })).calls, ['usage']);
    assert.deepEqual((await logbook(['status'], { folderStatus: () => ({ ticket: null }) })).calls, [
      'rescan',
      'settings',
      'folderStatus',
    ]);
  });

  it('says on stderr that nothing was read because recording is paused', async () => {
    const settings = () => ({ paused: true });
    for (const [args, says] of [
      [['usage', '--json'], /^logbook: Recording is paused[^\n]*\n$/],
      [['import', '--json'], /^logbook: Recording is paused[^\n]*\n$/],
      [['usage', '--json', '--no-import'], /^$/],
    ] as const) {
      const ran = await logbook(args, { settings, usage, rescan: () => ({ problems: [] }) });
      assert.equal(ran.code, 0);
      assert.match(ran.error, says, args.join(' '));
      assert.ok(JSON.parse(ran.out));
    }
  });

  it('closes the store, also when it fails', async () => {
    const failed = await logbook(['usage'], {
      usage: () => {
        throw new Error('It broke');
      },
    });
    assert.equal(failed.code, 1);
    assert.equal(failed.error, 'logbook: It broke\n');
    assert.equal(failed.closed, true);
    assert.equal((await logbook(['usage'], { usage })).closed, true);
  });

  it('shows an unknown session as a failure', async () => {
    const ran = await logbook(['show', 'zzz'], { session: () => null });
    assert.equal(ran.code, 1);
    assert.match(ran.error, /no session "zzz"/);
  });

  it('prints the documented keys, sorted, null last', async () => {
    const ran = await logbook(['usage', '--by', 'model', '--json'], { usage });
    assert.deepEqual(JSON.parse(ran.out), {
      rows: ['a', 'b', null].map((key) => ({ key, ...sumsJson })),
      totals: { key: null, ...sumsJson },
    });
  });

  it('says of responses without figures that nothing is known, and never 0', async () => {
    const nothing = {
      ...{
        ...usageRow('old'),
        responses: 0,
        unknownResponses: 3,
        approximateResponses: 0,
        totalTokens: 0,
        costUsd: null,
      },
      tokens: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 },
    };
    const api = { usage: () => ({ rows: [nothing], totals: { ...usageRow(null), unknownResponses: 3 } }) };
    const { rows } = JSON.parse((await logbook(['usage', '--by', 'day', '--json'], api)).out);
    assert.deepEqual(rows, [
      {
        ...{ ...sumsJson, key: 'old', responses: 0, unknown_responses: 3, cost_usd: null },
        ...{ input_tokens: null, cache_read_tokens: null, cache_write_5m_tokens: null },
        ...{ cache_write_1h_tokens: null, output_tokens: null, reasoning_tokens: null, total_tokens: null },
      },
    ]);
    const text = (await logbook(['usage', '--by', 'day'], api)).out;
    assert.match(text, /^old +1 +0( +\?){6}$/m);
    assert.match(text, /Without figures, in no sum above: 3 responses\./);
  });

  it('says of a model without a price so, and marks a sum that leaves it out', async () => {
    const unpriced = { m: 7 };
    const api = {
      usage: () => ({
        rows: [{ ...usageRow('m'), costUsd: null, unpriced }],
        totals: { ...usageRow(null), unpriced, estimate: true },
      }),
    };
    const { out } = await logbook(['usage', '--by', 'model'], api);
    assert.match(out, /^m .* no price$/m);
    assert.match(out, /^all .* ~\$0\.50\+$/m);
    assert.match(out, /^No price: m \(7 tokens\)\.$/m);
  });

  it('names repositories by branch, and agent and parent by session', async () => {
    const rows = [{ ...usageRow('a'), repositories: ['/r'], agent: 'x', parent: 'p' }];
    const asked = (by: string) =>
      logbook(['usage', '--by', by, '--json'], { usage: () => ({ rows, totals: usageRow(null) }) });
    assert.deepEqual(JSON.parse((await asked('branch')).out).rows, [
      { key: 'a', ...sumsJson, repositories: ['/r'] },
    ]);
    assert.deepEqual(JSON.parse((await asked('session')).out).rows, [
      { key: 'a', ...sumsJson, agent: 'x', parent: 'p' },
    ]);
  });

  it('sends times and zone with a query', async () => {
    let query: UsageQuery | undefined;
    await logbook(['usage', '--utc', '--since', '2026-01-05', '--until', '2026-01-06'], {
      usage: (asked: UsageQuery) => {
        query = asked;
        return usage();
      },
    });
    assert.equal(query?.utc, true);
    assert.equal(query?.since, Date.UTC(2026, 0, 5));
    assert.equal(query?.until, Date.UTC(2026, 0, 7));
    assert.equal(query?.timeZone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('counts straight from the files where no store is wanted, and tells what it could not read', async () => {
    let asked: unknown;
    const row = usageRow(null);
    const problems = Array.from({ length: 22 }, (_, index) => ({ file: `/f${index}`, message: 'no' }));
    const count: Terminal['count'] = async (places, query) => {
      asked = { ...places, by: query.by };
      return { report: { rows: [row], totals: row }, problems };
    };
    const ran = await logbook(
      ['--home', 'h', 'usage', '--no-store', '--by', 'model', '--json'],
      {},
      { count },
    );
    assert.deepEqual(asked, { home: '/work/h', env: {}, by: 'model' });
    assert.equal(ran.code, 0);
    assert.equal(ran.joined, null);
    assert.deepEqual(JSON.parse(ran.out).totals, { key: null, ...sumsJson });
    assert.match(ran.error, /^logbook: \/f0: no\n/);
    assert.match(ran.error, /logbook: 2 more could not be read\.\n$/);
    assert.equal(ran.error.split('\n').length, 22);
  });

  it('prints an import of this run', async () => {
    const problem = { file: '/f', line: 3, message: 'torn', at: 1 };
    const result = { files: 1, bytes: 2, lines: 3, sessions: 4, messages: 5, responses: 6, elapsedMs: 7 };
    const ran = await logbook(['import', '--json'], { rescan: () => ({ ...result, problems: [problem] }) });
    assert.deepEqual(JSON.parse(ran.out), {
      ...{ files: 1, bytes: 2, lines: 3, sessions: 4, messages: 5, responses: 6, elapsed_ms: 7 },
      problems: [{ file: '/f', line: 3, message: 'torn' }],
    });
    assert.equal(ran.code, 0);
  });

  it('prints a ticket, and zeros without one', async () => {
    const report = {
      ...{ key: 'X-1', title: null, state: 'open', startedAt: 0, finishedAt: null, repository: '/r' },
      ...{ worktree: '/r', branch: 'main', sessions: 1, usage: sums, durationMs: 5 },
      filesChanged: [{ path: 'a', added: 1, removed: null }],
      commits: [{ hash: 'abc', subject: 's', at: 0 }],
      commitsProblem: null,
    };
    let asked: unknown;
    const ran = await logbook(['start', 'X-1', '--json'], {
      startTicket: (ticket: unknown) => {
        asked = ticket;
        return report;
      },
    });
    assert.deepEqual(asked, { key: 'X-1', folder: '/work', at: Date.UTC(2026, 0, 2) });
    assert.deepEqual(JSON.parse(ran.out).ticket, {
      ...{ key: 'X-1', title: null, state: 'open', started_at: '1970-01-01T00:00:00.000Z' },
      ...{ finished_at: null, repository: '/r', branch: 'main' },
    });
    const none = await logbook(['status', '--json'], { folderStatus: () => ({ ticket: null }) });
    assert.equal(JSON.parse(none.out).ticket, null);
    assert.deepEqual(Object.keys(JSON.parse(none.out)), Object.keys(JSON.parse(ran.out)));
  });
});

describe('the store', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stores-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const api = { usage: () => ({ rows: [], totals: usageRow(null) }) };
  const storage = async (args: string[], terminal: Partial<Terminal> = {}) =>
    (await logbook([...args, 'usage'], api, terminal)).joined?.storage;

  it('is the one that is named, else that of the terminal, else by home', async () => {
    const env = { AGENT_LOGBOOK_STORAGE: '/env' };
    assert.equal(await storage(['--storage', 'here', '--home', '/h'], { env }), '/work/here');
    assert.equal(await storage(['--home', '/h'], { env }), '/env');
    assert.equal(await storage(['--home', '/h']), '/h/.agent-logbook');
    assert.equal(await storage(['--home=h']), '/work/h/.agent-logbook');
  });

  it('is else the newest that an extension registered and that is there, else our own', async () => {
    const places = { home: folder, env: {}, platform: 'linux' };
    assert.equal(await newestStore(places), null);
    assert.equal(await storage([], { home: folder }), join(folder, '.local/share/agent-logbook'));
    for (const [at, name] of ['a', 'b', 'gone'].entries()) {
      await registerStore(join(folder, name), places, at);
    }
    mkdirSync(join(folder, 'a'));
    mkdirSync(join(folder, 'b'));
    assert.equal(await storage([], { home: folder }), join(folder, 'b'));
    await registerStore(join(folder, 'a'), places, 9);
    assert.equal(await newestStore(places), join(folder, 'a'));
  });

  it('lies where each system wants it', () => {
    const at = (platform: string, env = {}) => [
      storesFile({ home: '/h', env, platform }),
      dataFolder({ home: '/h', env, platform }),
    ];
    assert.deepEqual(at('linux', { XDG_STATE_HOME: '/s', XDG_DATA_HOME: '/d' }), [
      '/s/agent-logbook/stores.json',
      '/d/agent-logbook',
    ]);
    assert.deepEqual(at('darwin'), [
      '/h/Library/Application Support/agent-logbook/stores.json',
      '/h/Library/Application Support/agent-logbook/store',
    ]);
    assert.deepEqual(at('win32', { LOCALAPPDATA: '/l' }), [
      '/l/agent-logbook/stores.json',
      '/l/agent-logbook/store',
    ]);
  });

  it('is read with a home of its own, and then without the environment', async () => {
    const env = { CODEX_HOME: '/elsewhere' };
    const own = await logbook(['--home', '/h', 'usage'], api, { env });
    assert.deepEqual(own.joined, { storage: '/h/.agent-logbook', home: '/h', env: {} });
    const users = await logbook(['--storage', '/s', 'usage'], api, { env });
    assert.deepEqual(users.joined, { storage: '/s', home: '/nowhere/home', env });
  });
});
