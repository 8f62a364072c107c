import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { shimFiles } from '../../src/ui/shim.js';
import { startStoreWorker } from '../../src/store/client.js';

/** The bundles as they are shipped, run by plain Node in a folder of their own. */
describe('logbook, end to end', function () {
  this.timeout(120_000);
  const root = join(__dirname, '../..');
  let folder: string;
  let bundles: string;
  let home: string;
  const session = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
  const file = () => join(home, `.claude/projects/-work-app/${session}.jsonl`);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'logbook-'));
    bundles = join(folder, 'dist');
    mkdirSync(bundles);
    cpSync(require.resolve('sql.js/dist/sql-wasm.wasm'), join(bundles, 'sql-wasm.wasm'));
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: ['src/cli.ts', 'src/worker.ts', 'src/queryWorker.ts'],
      outdir: bundles,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      loader: { '.sql': 'text' },
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    home = mkdtempSync(join(folder, 'home-'));
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(file(), lines(response('m1', 10), response('m1', 50), response('m2', 7)));
  });

  const common = {
    ...{ sessionId: session, cwd: '/work/app', gitBranch: 'feature/ABC-12-x', version: '2.0.0' },
    ...{ isSidechain: false, userType: 'external' },
  };
  let made = 0;
  const uuid = () => `00000000-0000-4000-8000-${String(made++).padStart(12, '0')}`;
  function response(id: string, output: number): object {
    return {
      ...common,
      type: 'assistant',
      uuid: uuid(),
      parentUuid: null,
      timestamp: '2026-03-01T10:00:00.000Z',
      requestId: `r-${id}`,
      message: {
        ...{ id, type: 'message', role: 'assistant', model: 'claude-sonnet-4-5-20250929' },
        content: [{ type: 'text', text: `hello ${output}` }],
        usage: {
          ...{ input_tokens: 100, cache_read_input_tokens: 1000, output_tokens: output },
          cache_creation_input_tokens: 30,
          cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
        },
      },
    };
  }
  const lines = (...records: object[]) =>
    [
      {
        ...common,
        type: 'user',
        uuid: uuid(),
        parentUuid: null,
        timestamp: '2026-03-01T09:59:00.000Z',
        message: { role: 'user', content: 'Say hello' },
      },
      ...records,
    ]
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');

  function logbook(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(bundles, 'cli.js'), '--home', home, ...args],
        { cwd: home, env: { PATH: process.env['PATH'], TZ: 'UTC' }, timeout: 60_000 },
        (error, out, stderr) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, error: stderr }),
      );
    });
  }
  const json = async (...args: string[]) => {
    const ran = await logbook(...args, '--json');
    assert.equal(ran.code, 0, ran.error);
    return JSON.parse(ran.out);
  };

  const figures = {
    ...{ sessions: 1, responses: 2, unknown_responses: 0, input_tokens: 200, cache_read_tokens: 2000 },
    ...{ cache_write_5m_tokens: 20, cache_write_1h_tokens: 40, output_tokens: 57, reasoning_tokens: null },
    ...{ total_tokens: 2317, web_search_usd: 0, unpriced: {} },
  };
  // Sonnet 4.5: 3, 0.30, 3.75, 6 and 15 dollars per million.
  const cost = (200 * 3 + 2000 * 0.3 + 20 * 3.75 + 40 * 6 + 57 * 15) / 1e6;

  it('finds what was said, and the step where it was', async () => {
    const { hits } = await json('search', 'hello -7', 'in:answer');
    assert.deepEqual(hits.map(({ snippet }: { snippet: string }) => snippet).toSorted(), [
      'hello 10',
      'hello 50',
    ]);
    const [{ seq, ...hit }] = hits;
    assert.deepEqual([hit.session_id, hit.part, hit.ticket], [`claude:${session}`, 'answer', 'ABC-12']);
    assert.equal((await json('show', session)).messages[seq].text, hit.snippet);
    assert.equal((await json('search', 'say', 'ticket:abc-12')).hits[0].part, 'prompt');
    assert.deepEqual((await json('search', 'say', 'ticket:abc-1')).hits, []);
    assert.equal((await logbook('search', 'is:purple')).code, 2);
  });

  it('imports once, and shows the same however often', async () => {
    const { elapsed_ms: elapsed, ...first } = await json('import');
    assert.equal(typeof elapsed, 'number');
    assert.equal(first.bytes > 0, true);
    assert.deepEqual(
      { ...first, bytes: 0 },
      { files: 1, bytes: 0, lines: 4, sessions: 1, messages: 4, responses: 2, problems: [] },
    );
    const again = await json('import');
    assert.deepEqual([again.lines, again.messages, again.responses], [0, 0, 0]);
    const { rows, totals } = await json('usage', '--by', 'day', '--utc');
    const { cost_usd: priced, ...row } = rows[0];
    assert.deepEqual(row, { key: '2026-03-01', ...figures });
    assert.ok(Math.abs(priced - cost) < 1e-9, `${priced} is ${cost}`);
    assert.deepEqual(totals, { ...rows[0], key: null });
    assert.deepEqual(readdirSync(join(home, '.agent-logbook')), ['logbook.db']);
  });

  it('counts the same without a store, and leaves nothing behind', async () => {
    const before = readdirSync(home, { recursive: true }).length;
    const counted = await logbook('usage', '--no-store', '--by', 'ticket');
    assert.equal(counted.code, 0, counted.error);
    assert.equal(readdirSync(home, { recursive: true }).length, before);
    assert.equal(existsSync(join(home, '.agent-logbook')), false);
    assert.equal(counted.out, (await logbook('usage', '--by', 'ticket')).out);
    assert.match(counted.out, /^ABC-12 /m);
    assert.deepEqual(await json('usage', '--no-store'), await json('usage'));
  });

  it('lists and shows sessions', async () => {
    const [listed] = await json('sessions');
    assert.deepEqual(listed, {
      id: `claude:${session}`,
      agent: 'claude',
      agent_session_id: session,
      parent_id: null,
      title: 'Say hello',
      agent_version: '2.0.0',
      client: null,
      headless: false,
      cwd: '/work/app',
      repository: null,
      branches: ['feature/ABC-12-x'],
      tickets: ['ABC-12'],
      models: ['claude-sonnet-4-5-20250929'],
      started_at: '2026-03-01T09:59:00.000Z',
      ended_at: '2026-03-01T10:00:00.000Z',
      state: 'ended',
      messages: 4,
      tool_calls: 0,
      responses: 2,
      total_tokens: 2317,
      cost_usd: listed.cost_usd,
    });
    const { messages, ...shown } = await json('show', session.slice(0, 8));
    assert.deepEqual({ ...shown, messages: messages.length }, listed);
    assert.deepEqual(messages[0], {
      ...{ seq: 0, ts: '2026-03-01T09:59:00.000Z', role: 'user', kind: 'prompt', text: 'Say hello' },
      ...{ model: null, branch: 'feature/ABC-12-x', tool: null },
    });
    assert.deepEqual(
      messages.map((message: { text: string }) => message.text),
      ['Say hello', 'hello 10', 'hello 50', 'hello 7'],
    );
  });

  it('starts, switches and finishes tickets in the folder it is called in', async () => {
    assert.equal((await json('status')).ticket, null);
    assert.equal((await json('start', 'abc-1')).ticket.key, 'ABC-1');
    assert.equal((await json('status')).ticket.state, 'open');
    assert.equal((await logbook('start', 'ABC-2')).code, 1);
    assert.equal((await json('switch', 'ABC-2')).ticket.key, 'ABC-2');
    assert.equal((await json('finish')).ticket.state, 'finished');
  });

  it('tells the doctor', async () => {
    await json('import');
    const report = await json('doctor');
    assert.equal(report.database.integrity, 'ok');
    assert.equal(report.counts.responses, 2);
    assert.deepEqual(report.problems, []);
    assert.equal((await logbook('doctor')).code, 0);
  });

  it('reports a broken line and goes on', async () => {
    writeFileSync(file(), `{"broken\n${lines(response('m3', 1))}`);
    const { problems, responses } = await json('import');
    assert.deepEqual([problems.length, problems[0].file, problems[0].line, responses], [1, file(), 1, 1]);
  });

  it('ends with 1 when the store cannot be opened, and says why', async () => {
    const blocked = join(home, 'blocked');
    writeFileSync(blocked, '');
    const ran = await logbook('--storage', join(blocked, 'store'), 'usage');
    assert.equal(ran.code, 1);
    assert.match(ran.error, /logbook: .*blocked/);
  });

  it('asks the window that owns the store, and the window sees what it did', async () => {
    const storage = join(home, '.agent-logbook');
    const store = startStoreWorker({
      workerPath: join(bundles, 'worker.js'),
      wasmPath: join(bundles, 'sql-wasm.wasm'),
      storage,
      places: { home, env: {}, platform: 'linux' },
      watch: false,
      version: '0.1.0',
    });
    try {
      await store.api.progress();
      assert.deepEqual(store.state(), { status: 'ready', role: 'owner' });
      const changed = new Promise((resolve) =>
        store.onChanged(({ sessions }) => (sessions.length > 0 ? resolve(sessions) : undefined)),
      );
      assert.equal((await json('import')).responses, 2);
      assert.equal((await json('doctor')).owner.clients, 1);
      assert.deepEqual(await changed, [`claude:${session}`]);
      assert.equal((await store.api.usage({ by: 'none' })).totals.responses, 2);

      await assert.rejects(store.api.bodies('all' as never), /bodies: 0: /);
      await store.api.deleteAll();
      assert.equal((await json('usage')).totals.responses, 0, 'nothing is read again while paused');
      const settings = await store.api.settings();
      await store.api.configure({ ...settings, paused: false });
      assert.equal((await json('usage')).totals.responses, 2);
    } finally {
      await store.close();
    }
    assert.equal(existsSync(join(storage, 'owner.lock')), false);
  });

  it('runs as the script of a terminal, from folders of any name', async () => {
    const odd = join(home, 'it\'s a $HOME `x` "Ünïcode" 100% \\ &');
    const bin = join(odd, 'bin');
    cpSync(bundles, join(odd, 'dist'), { recursive: true });
    mkdirSync(bin);
    // The runtime lies in such a folder, too.
    const runtime = join(odd, 'node');
    symlinkSync(process.execPath, runtime);
    for (const { name, text, mode } of shimFiles(runtime, join(odd, 'dist/cli.js'))) {
      writeFileSync(join(bin, name), text, { mode });
    }
    const ran = await promisify(execFile)('logbook', ['--home', home, 'show', '$(x) "y" \'z\' *'], {
      cwd: home,
      env: { PATH: `${bin}:${process.env['PATH']}` },
    }).catch((error: { code: number; stderr: string }) => error);
    assert.equal((ran as { code: number }).code, 1);
    assert.match(ran.stderr, /There is no session "\$\(x\) "y" 'z' \*"/);
  });

  it('ends in silence when nobody reads on, and says so when the output is lost', async () => {
    writeFileSync(file(), lines(...Array.from({ length: 3000 }, (_, i) => response(`x${i}`, i))));
    await json('import');
    const through = (pipe: string) =>
      promisify(execFile)(
        'bash',
        [
          '--norc',
          '-c',
          `"$0" "$1" --home "$2" show ${session} --json --no-import ${pipe}`,
          process.execPath,
        ].concat([join(bundles, 'cli.js'), home]),
        { env: { PATH: process.env['PATH'] } },
      );
    const { stdout, stderr } = await through('| head -n 1; exit "${PIPESTATUS[0]}"');
    assert.deepEqual([stdout, stderr], ['{\n', '']);
    if (existsSync('/dev/full')) {
      await assert.rejects(through('> /dev/full'), {
        code: 1,
        stderr: /^logbook: The output could not be written: ENOSPC.*\n$/,
      });
    }
    assert.deepEqual(readdirSync(join(home, '.agent-logbook')), ['logbook.db']);
  });

  it('lets the store go when it is stopped, and dies of the signal', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => response(`x${i}`, i));
    writeFileSync(file(), lines(...many));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = spawn(process.execPath, [join(bundles, 'cli.js'), '--home', home, 'import'], {
        stdio: 'ignore',
      });
      const lock = join(home, '.agent-logbook/owner.lock');
      while (!existsSync(lock) && child.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      child.kill(signal);
      const [code, died] = (await once(child, 'exit')) as [number | null, string | null];
      assert.deepEqual([code, died], [null, signal]);
      assert.equal(existsSync(lock), false);
    }
    assert.equal((await json('usage')).totals.responses, many.length);
  });

  it('forgets a session for good, also when a backup of before is restored, unless it is asked back', async () => {
    const backup = join(home, 'kept.backup');
    assert.equal((await json('backup', backup)).file, backup);
    assert.match((await logbook('backup', backup)).error, /exists\. Add --force/);
    assert.deepEqual(await json('forget', session.slice(0, 8)), {
      forgotten: [],
      would_forget: [`claude:${session}`],
    });
    assert.equal((await json('sessions')).length, 1);
    const done = await json('forget', '--before', '2026-03-02', '--yes');
    assert.deepEqual(done.forgotten, [`claude:${session}`]);
    appendFileSync(file(), `${JSON.stringify(response('m3', 9))}\n`);
    assert.deepEqual(await json('sessions'), []);
    assert.equal((await json('usage')).totals.responses, 0);
    assert.match((await logbook('restore', backup)).error, /Add --yes/);
    assert.equal((await json('restore', backup, '--yes')).sessions, 0);
    assert.equal((await json('usage')).totals.responses, 0);
    assert.equal((await json('restore', backup, '--yes', '--with-forgotten')).sessions, 1);
    // With what its file has had since.
    assert.equal((await json('usage')).totals.responses, 3);
    assert.equal((await logbook('restore', file(), '--yes')).code, 1);
    assert.equal((await json('sessions')).length, 1);
    assert.equal((await logbook('forget')).code, 2);
  });

  it('marks sessions, and lists those with a mark', async () => {
    const marked = await json(
      'mark',
      session,
      '--tag',
      'auth',
      '--tag',
      'Later',
      '--title',
      'Hello',
      '--favourite',
      'yes',
    );
    assert.deepEqual(marked, [
      {
        id: `claude:${session}`,
        title: 'Hello',
        note: null,
        favourite: true,
        archived: false,
        tags: ['Later', 'auth'],
      },
    ]);
    assert.equal((await json('sessions', '--tag', 'AUTH')).length, 1);
    assert.equal((await json('sessions', '--tag', 'other')).length, 0);
    assert.equal((await json('search', 'hello tag:later')).hits.length > 0, true);
    await json('mark', session, '--untag', 'auth', '--archived', 'yes', '--title', '');
    assert.equal((await json('sessions', '--archived')).length, 1);
    assert.match((await logbook('mark', session, '--archived', 'maybe')).error, /neither yes nor no/);
    assert.equal((await logbook('mark', session)).code, 2);
    assert.match((await logbook('mark', 'none', '--tag', 'x')).error, /There is no session "none"/);
  });

  it('moves sessions to another logbook by an export, and leaves secrets behind', async () => {
    const secret = ['gh', 'p_', 'aB3'.repeat(12)].join('');
    writeFileSync(
      file(),
      lines(response('m1', 10), response('m2', 7), { ...response('m3', 1), cwd: `/work/${secret}` }),
    );
    const out = join(home, 'out.json');
    const written = await json('export', '--format', 'json', '--out', out);
    assert.equal(written.sessions, 1);
    assert.ok(written.redactions > 0);
    assert.ok(!readFileSync(out, 'utf8').includes(secret));
    const preview = await json('export', '--redact-preview');
    assert.deepEqual(
      preview.findings.map(({ rule }: { rule: string }) => rule),
      ['github-token'],
    );
    const { totals } = await json('usage');
    home = join(home, 'other');
    mkdirSync(home);
    assert.equal((await json('import', out)).given[0].problem, null);
    assert.deepEqual((await json('usage')).totals, totals);
  });

  it('exports secrets only to who says so twice', async () => {
    const into = (...args: string[]) =>
      logbook('export', '--format', 'json', '--out', join(home, 'x.json'), ...args);
    for (const args of [
      ['--no-redact'],
      ['--include-secrets'],
      ['--no-redact', '--redact-preview', '--include-secrets'],
    ]) {
      assert.equal((await into(...args)).code, 2, args.join());
    }
    assert.equal((await logbook('export', '--format', 'xml', '--out', 'x')).code, 2);
    assert.equal((await logbook('export', '--format', 'json')).code, 2);
    assert.equal((await into('--session', 'nobody')).code, 1);
    assert.ok(!existsSync(join(home, 'x.json')));
    assert.equal((await into('--no-redact', '--include-secrets')).code, 0);
  });
});
