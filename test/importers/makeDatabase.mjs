/**
 * Makes a database of an SQL text and reads the rows of some queries out of it. On stdin `{sql, queries}`, on stdout
 * `{bytes, records}`: the file as base64, and each row as the reader of databases hands it over. A process of its own,
 * because fixtures are read at once and sql.js starts later.
 */
import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';

const { sql, queries } = JSON.parse(readFileSync(0, 'utf8'));
const { Database } = await initSqlJs();
const database = new Database();
database.run(sql);
const records = queries.flatMap(({ from, sql: query, needs, optional }) => {
  const isThere = Object.keys(needs).every(
    (table) =>
      database.exec(`select 1 from sqlite_schema where type = 'table' and name = ?`, [table]).length > 0,
  );
  if (!isThere && optional) {
    return [];
  }
  const statement = database.prepare(query);
  statement.bind([0]);
  const rows = [];
  while (statement.step()) {
    const { mark: _mark, place: _place, ...row } = statement.getAsObject();
    rows.push({
      from,
      row: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
    });
  }
  statement.free();
  return rows;
});
process.stdout.write(JSON.stringify({ bytes: Buffer.from(database.export()).toString('base64'), records }));

function plain(value) {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
