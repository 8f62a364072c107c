import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place, Window } from '../../faults/support.js';
import type { Report } from '../part.js';

/** Ways to something else than an answer. `FILE` is a file that lies beside the store. */
const escapes: readonly string[] = [
  'select * from session',
  "select * from 'meta'",
  'select * from [block] b',
  'select * from sqlite_schema',
  "select * from 'pragma_table_info'('usage')",
  'with usage as (select 1) delete from usage',
  'pragma query_only = off',
  "attach 'FILE' as other",
  "vacuum into 'FILE'",
  'select 1; drop view v_session',
  "select writefile('FILE', 'gone')",
  "select load_extension('FILE')",
  "select readfile('FILE')",
  'insert into v_session (id) values (1)',
  'create table t as select * from v_session',
];

const endless = 'with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n';

/** Who asks in SQL gets answers about the public views, and reaches neither tables nor files; one that never ends is ended. */
export async function questions(place: Place, window: Window, report: Report): Promise<void> {
  const file = join(place.storage, 'beside');
  writeFileSync(file, 'untouched', { mode: 0o600 });
  const before = await window.totals();
  for (const sql of escapes) {
    report.count('escapes in SQL');
    const ran = await place.logbook(['sql', '--no-import', sql.replaceAll('FILE', file)]);
    if (ran.code !== 1 || ran.out !== '') {
      report.fail(`"${sql}" ended with ${ran.code}: ${ran.out.slice(0, 200)}`);
    }
  }
  const started = performance.now();
  const [late, answered] = await Promise.all([
    place.logbook(['sql', '--no-import', '--timeout', '2', endless]),
    // The owner goes on meanwhile.
    window.totals(),
  ]);
  report.count('endless questions');
  if (late.code !== 1 || !/No answer after 2 seconds/.test(late.error)) {
    report.fail(`an endless question ended with ${late.code}: ${late.error}`);
  }
  if (performance.now() - started > 60_000) {
    report.fail('an endless question was not ended');
  }
  const text = JSON.stringify;
  if (text(answered) !== text(before) || text(await window.totals()) !== text(before)) {
    report.fail('a question changed what the store holds');
  }
  if (readFileSync(file, 'utf8') !== 'untouched') {
    report.fail('a question changed a file');
  }
  const copies = join(place.storage, 'copies');
  if (existsSync(copies) && readdirSync(copies).length > 0) {
    report.fail(`copies were left: ${readdirSync(copies).join(', ')}`);
  }
}
