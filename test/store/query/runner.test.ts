import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlAnswer, SqlQuestion } from '../../../src/common/sqlConsole.js';
import { createCopies, type Copies } from '../../../src/store/query/copies.js';
import { createQueryRunner, type QueryRunner } from '../../../src/store/queryRunner.js';
import { writeSettings } from '../../../src/store/settings.js';
import { batch, cleanUp, openStore, temporaryFolder, wasmPath } from '../storeFixture.js';

const endless = 'with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n';

describe('questions in SQL', function () {
  this.timeout(60_000);
  let folder: string;
  let store: Awaited<ReturnType<typeof openStore>>;
  let copies: Copies;
  let runner: QueryRunner;
  let made: number;

  const message = (session: string, uid: string) =>
    store.writer.writeBatch(
      batch([
        { type: 'session', session },
        { type: 'message', session, uid, at: 5, role: 'user', kind: 'prompt', body: uid },
      ]),
    );
  /** Two rows of one transaction. */
  const both = (session: string, uid: string) =>
    store.writer.writeBatch(
      batch([
        { type: 'session', session },
        {
          type: 'message',
          session,
          uid: `${uid} first`,
          at: 5,
          role: 'user',
          kind: 'prompt',
          body: 'a'.repeat(9000),
        },
        { type: 'message', session, uid: `${uid} second`, at: 6, role: 'user', kind: 'prompt', body: 'b' },
      ]),
    );
  const ask = (sql: string, more: Partial<SqlQuestion> = {}) =>
    runner.ask({ sql, rows: 100, ms: 20_000, ...more });
  const rows = (answer: SqlAnswer) => {
    assert.equal(answer.kind, 'rows', JSON.stringify(answer));
    return answer.kind === 'rows' ? answer.rows : [];
  };
  const files = () => (existsSync(join(folder, 'copies')) ? readdirSync(join(folder, 'copies')) : []);

  beforeEach(async () => {
    folder = temporaryFolder();
    store = await openStore(folder);
    copies = createCopies(store.db, store.path, folder);
    made = 0;
    runner = createQueryRunner({
      workerPath: join(__dirname, 'queryThread.cjs'),
      wasmPath,
      makeCopy: () => {
        made++;
        return copies.make();
      },
    });
  });
  afterEach(async () => {
    await runner.dispose();
    cleanUp();
  });

  it('are answered from a private copy that is as old as it says, until it is to be renewed', async () => {
    message('s', 'hello');
    const before = Date.now();
    assert.deepEqual(rows(await ask('select text from v_message')), [['hello']]);
    const age = runner.copy();
    assert.ok(age && age.at >= before && age.at <= Date.now() && age.bytes > 0);
    for (const file of files()) {
      assert.equal(statSync(join(folder, 'copies', file)).mode & 0o077, 0, file);
    }
    message('s', 'again');
    assert.deepEqual(rows(await ask('select count(*) from v_message')), [[1]], 'a copy does not change');
    runner.refresh();
    assert.deepEqual(rows(await ask('select count(*) from v_message')), [[2]]);
    assert.equal(made, 2);
    await runner.dispose();
    assert.deepEqual(files(), []);
  });

  it('take names for values, tell columns, and end where the rows or the text are enough', async () => {
    const answer = await ask("select :a as a, :b, null, 1.5, x'00ff', :missing", {
      parameters: { a: 'x', b: 2 },
    });
    assert.deepEqual(rows(answer), [['x', 2, null, 1.5, "x'00ff'", null]]);
    assert.deepEqual(answer.kind === 'rows' && answer.columns.slice(0, 2), ['a', ':b']);
    const numbers = 'with recursive n (i) as (select 1 union all select i + 1 from n) select i from n';
    const few = await ask(numbers, { rows: 3 });
    assert.deepEqual([rows(few), few.kind === 'rows' && few.more], [[[1], [2], [3]], true]);
    const long = await ask(
      `select replace(hex(zeroblob(100000)), '0', 'long') from (${numbers} limit 3000)`,
      {
        rows: 5000,
      },
    );
    assert.ok(long.kind === 'rows' && long.more && long.cut > 100 && long.rows.length < 3000);
  });

  it('price by the settings of the logbook', async () => {
    writeSettings(store.db, { prices: { mine: { input: 2, output: 3 } } });
    assert.deepEqual(rows(await ask("select cost_usd('mine', 1e6, 0, 0, 0, 1e6, 0)")), [[5]]);
  });

  it('tell what is wrong with them, and where', async () => {
    const wrong = await ask('select unheard from v_session');
    assert.deepEqual(wrong, { kind: 'fault', message: 'no such column: unheard', from: 7, to: 14 });
    assert.deepEqual(await ask("select json_extract('{', '$')"), {
      kind: 'fault',
      message: 'malformed JSON',
    });
  });

  it('that do not end are ended by their time, and the next one is answered from the same copy', async () => {
    assert.deepEqual(await ask(endless, { ms: 300 }), { kind: 'stopped', why: 'time' });
    assert.deepEqual(rows(await ask('select 1')), [[1]]);
    assert.equal(made, 1);
  });

  it('can be cancelled while they run, and by the next question', async () => {
    await ask('select 1');
    const first = ask(endless);
    setImmediate(() => runner.cancel());
    assert.deepEqual(await first, { kind: 'stopped', why: 'cancelled' });
    const second = ask(endless);
    const third = ask('select 3');
    assert.deepEqual(await second, { kind: 'stopped', why: 'cancelled' });
    assert.deepEqual(rows(await third), [[3]]);
    const fourth = ask(endless);
    const disposed = new Promise((resolve) => setImmediate(resolve)).then(() => runner.dispose());
    assert.deepEqual(await fourth, { kind: 'stopped', why: 'cancelled' });
    await disposed;
    assert.deepEqual(files(), []);
  });

  it('that use up all memory end their thread and nothing else', async () => {
    const answer = await ask(
      'with recursive n (i) as (select 1 union all select i + 1 from n limit 100) select group_concat(hex(zeroblob(20000000))) from n',
    );
    assert.notEqual(answer.kind, 'rows');
    assert.deepEqual(rows(await ask('select 1')), [[1]]);
  });

  it('are answered anew when the copy is gone', async () => {
    await ask('select 1');
    const running = ask(endless, { ms: 200 });
    await running;
    copies.drop();
    await assert.rejects(ask('select 2'));
    assert.deepEqual(rows(await ask('select 2')), [[2]]);
  });

  it('see one moment, also when rows are written while the copy is made', async () => {
    for (let n = 0; n < 5; n++) {
      const making = copies.make();
      for (let i = 0; i < 20; i++) {
        both(`s${n}`, `m${i}`);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await making;
      runner.refresh();
      const [counts] = rows(
        await ask("select sum(uid like '%first'), sum(uid like '%second') from v_message"),
      );
      assert.equal(counts?.[0], counts?.[1]);
      assert.ok(Number(counts?.[0]) >= 20 * n);
    }
  });

  it('leave no copy of what was deleted', async () => {
    message('s', 'secret');
    const making = copies.make();
    copies.drop();
    const copy = await making;
    assert.ok(existsSync(copy.file), 'it was made anew');
    copies.drop();
    assert.deepEqual(files(), []);
  });
});
