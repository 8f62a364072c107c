import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import initSqlJs, { type Database as SqlJsDatabase, type SqlJsStatic } from 'sql.js';
import type { FileLayer } from './fileLayer.js';
import { gatherWrites } from './gatheredWrites.js';
import { importLetters, type SystemCall } from './importLetters.js';
import { StoreError } from './storeError.js';
import { type BoundFile, FileCalls, type SystemCalls } from './systemCalls.js';

/*
 * Stock sql.js keeps its database in memory and saves by writing the whole file. Here the same sql.js works on a real
 * file, page by page, with real syncs: it passes `Module.instantiateWasm` on to Emscripten, and in that hook the system
 * calls that the WebAssembly module imports are replaced.
 */

/** One open file: sql.js's own database object, the file's state, and what closes both. */
export interface SqlJsFile {
  raw: SqlJsDatabase;
  file: BoundFile;
  close(): void;
}

interface Runtime {
  sql: SqlJsStatic;
  calls: FileCalls;
}

/** sql.js remembers its first start and skips the hook afterwards, so there is one for the module, for all databases. */
let runtime: Promise<Runtime> | null = null;

/**
 * Opens or makes the database at `path`, which must be absolute and free of symbolic links. The caller holds its lock
 * (`lockDatabase`). The write-ahead log needs no shared memory because of `locking_mode=exclusive`.
 */
export type OpenSqlJsFile = (path: string, layer: FileLayer) => SqlJsFile;

/** Starts sql.js where that was not done yet. Throws StoreError `unknown-build`. */
export async function loadSqlJs(wasmPath: string): Promise<OpenSqlJsFile> {
  runtime ??= start(wasmPath);
  const started = await runtime.catch((error: unknown) => {
    runtime = null;
    throw error;
  });
  return (path, layer) => openFile(started, path, layer);
}

/** An empty database in memory, for what must not touch a file. Throws StoreError `unknown-build`. */
export async function openInMemory(wasmPath: string): Promise<SqlJsDatabase> {
  await loadSqlJs(wasmPath);
  const { sql } = await runtime!;
  return new sql.Database();
}

function openFile({ sql, calls }: Runtime, path: string, layer: FileLayer): SqlJsFile {
  const file: BoundFile = { path, layer: gatherWrites(layer), lastError: null, opened: new Map() };
  let raw: SqlJsDatabase | null = null;
  const close = () => {
    try {
      raw?.close();
    } finally {
      calls.unbind(file);
    }
  };
  try {
    calls.bindNext(file);
    // sql.js makes an empty file of this name in memory, which is there for its close() to remove; ours shadows it.
    raw = new sql.Database(new Uint8Array(0));
    raw.run('pragma locking_mode=exclusive');
    if (calls.isWaiting) {
      throw new StoreError('unknown-build', path, 'sql.js did not open the file', 'Reinstall the extension');
    }
  } catch (error) {
    close();
    throw error;
  }
  return { raw, file, close };
}

async function start(wasmPath: string): Promise<Runtime> {
  const bytes = readFileSync(wasmPath);
  const letters = lettersOf(bytes, wasmPath);
  const calls = new FileCalls();
  const instantiate = (
    info: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports => {
    const [namespace = 'a'] = Object.keys(info);
    const imports = { ...info[namespace] };
    const entries = Object.entries(letters) as [SystemCall, string][];
    const original = Object.fromEntries(
      entries.map(([name, letter]) => [name, imports[letter]]),
    ) as unknown as SystemCalls;
    const ours = calls.replace(original);
    for (const [name, letter] of entries) {
      imports[letter] = ours[name];
    }
    const module = new WebAssembly.Module(bytes);
    const instance = new WebAssembly.Instance(module, { [namespace]: imports });
    const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
    if (memory === undefined) {
      throw new StoreError('unknown-build', wasmPath, 'This build of sql.js exports no memory', '');
    }
    calls.attach(memory);
    done(instance, module);
    return instance.exports;
  };
  // The types know Emscripten's old signature of the hook only.
  const config: object = { instantiateWasm: instantiate };
  const sql = await initSqlJs(config);
  return { sql, calls };
}

/** The letters of this very build, or StoreError `unknown-build`. */
export function lettersOf(wasm: Uint8Array, wasmPath: string): Readonly<Record<SystemCall, string>> {
  const hash = createHash('sha256').update(wasm).digest('hex');
  const letters = importLetters[hash];
  if (letters === undefined) {
    throw new StoreError(
      'unknown-build',
      wasmPath,
      `This build of sql.js is not known (SHA-256 ${hash}), and no data was touched`,
      'Reinstall the extension',
    );
  }
  return letters;
}
