import type { MessagePort } from 'node:worker_threads';
import { serve } from '../../common/rpc.js';
import type { SqlAnswer, SqlCell, SqlQuestion, StoreCopy } from '../../common/sqlConsole.js';
import { installUnpack } from '../blocks.js';
import { installCosts } from '../costFunctions.js';
import type { SqlValue } from '../database.js';
import { nodeFiles } from '../fileLayer.js';
import { FileDatabase } from '../sqljsDatabase.js';
import { loadSqlJs, openInMemory, type SqlJsFile } from '../sqljsFile.js';
import { workerPort } from '../workerPort.js';
import { createGuard, type Guard } from './guard.js';

/** What the thread is told at its start. */
export interface QueryThreadData {
  copy: StoreCopy;
  wasmPath: string;
}

/** What it answers. A question that takes too long is ended with the thread, by who started it. */
export interface QueryThreadApi {
  ask(question: SqlQuestion): Promise<SqlAnswer>;
}

/** Letters of one text, and of all texts of an answer. */
const longestCell = 32_768;
const mostLetters = 32 << 20;

/** The main function of the thread: opens the copy for reading and answers questions, one after another. */
export function runQueryThread(port: MessagePort, { copy, wasmPath }: QueryThreadData): void {
  let opened: Promise<{ file: SqlJsFile; guard: Guard }> | null = null;
  serve<QueryThreadApi>(workerPort(port), {
    async ask(question) {
      opened ??= openCopy(copy.file, wasmPath);
      const { file, guard } = await opened;
      return guard(question.sql) ?? answer(file, question, copy);
    },
  });
}

async function openCopy(path: string, wasmPath: string): Promise<{ file: SqlJsFile; guard: Guard }> {
  const open = await loadSqlJs(wasmPath);
  const file = open(path, nodeFiles);
  const db = new FileDatabase(file, () => undefined);
  // The last of three bars, after the guard and the copy: nothing that is asked can change even this copy.
  db.exec('pragma query_only = on; pragma temp_store = memory; pragma cache_size = -32000');
  installUnpack(db);
  installCosts(db);
  return { file, guard: createGuard(await openInMemory(wasmPath)) };
}

function answer({ raw, file }: SqlJsFile, question: SqlQuestion, { at, bytes }: StoreCopy): SqlAnswer {
  const started = performance.now();
  try {
    const statement = raw.prepare(question.sql);
    try {
      const given = Object.entries(question.parameters ?? {}).map(([name, value]) => [`:${name}`, value]);
      statement.bind(Object.fromEntries(given) as Record<string, SqlCell>);
      const columns = statement.getColumnNames();
      const rows: SqlCell[][] = [];
      let [letters, cut, more] = [0, 0, false];
      while (statement.step()) {
        if (rows.length >= question.rows || letters > mostLetters) {
          more = true;
          break;
        }
        rows.push(
          statement.get().map((value) => {
            const cell = plainCell(value);
            if (typeof cell !== 'string') {
              return cell;
            }
            const isLong = cell.length > longestCell;
            cut += isLong ? 1 : 0;
            letters += Math.min(cell.length, longestCell);
            return isLong ? `${cell.slice(0, longestCell)}…` : cell;
          }),
        );
      }
      return { kind: 'rows', columns, rows, more, cut, ms: performance.now() - started, copy: { at, bytes } };
    } finally {
      statement.free();
    }
  } catch (error) {
    // What the file system said is more than SQLite's "disk I/O error".
    const cause = file.lastError ? ` (${file.lastError.code})` : '';
    return { kind: 'fault', message: `${error instanceof Error ? error.message : String(error)}${cause}` };
  }
}

/** Bytes are shown as SQL writes them. */
function plainCell(value: SqlValue): SqlCell {
  return value instanceof Uint8Array
    ? `x'${Buffer.from(value.subarray(0, longestCell / 2)).toString('hex')}'`
    : value;
}
