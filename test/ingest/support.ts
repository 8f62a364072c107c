import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { ImportEvent } from '../../src/common/model.js';
import { defaultSettings } from '../../src/common/settings.js';
import type { Settings } from '../../src/common/settings.js';
import { realPath, type GitPlace } from '../../src/git/place.js';
import type { Importer, Places, SourceShape } from '../../src/importers/importer.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import type { FileSource } from '../../src/ingest/fileSource.js';
import { startIngest } from '../../src/ingest/ingest.js';
import type { Ingest, IngestOptions } from '../../src/ingest/ingest.js';
import type { FromParser } from '../../src/ingest/messages.js';
import { loadSqlJs } from '../../src/store/sqljsFile.js';
import { createParseLoop } from '../../src/ingest/parseLoop.js';
import { parserCredits } from '../../src/ingest/parser.js';
import type { ParserEvents, StartParser } from '../../src/ingest/parser.js';
import { type KnownFile, knownAs } from '../../src/ingest/fileTable.js';
import type { IngestWriter } from '../../src/ingest/ingestWriter.js';
import type { Batch, BodyRef, Row, SourceProgress } from '../../src/store/batch.js';

/** A line of the made-up agent `test`: the event's fields, or a list of events. */
export type Fields = Record<string, unknown>;

/** Reads lines that are events already. Its state counts them, so that a line read from a wrong state shows. */
export function fakeImporter(overrides: Partial<Importer> = {}): Importer {
  return {
    id: 'test',
    label: 'Test',
    version: 1,
    roots: ({ home }) => [join(home, 'agent')],
    shapeOf: (path): SourceShape | null =>
      path.endsWith('.jsonl')
        ? 'jsonl'
        : path.endsWith('.json')
          ? 'json'
          : path.endsWith('.md')
            ? 'text'
            : null,
    mayContain: (folder) => !folder.includes('never'),
    start(_file, state) {
      let seen = typeof state === 'number' ? state : 0;
      return {
        parse(record) {
          seen++;
          if (typeof record === 'string') {
            return { events: [{ type: 'plan', name: 'doc', at: null, text: record }] };
          }
          const {
            events = [],
            throws,
            ...event
          } = record as Fields & { events?: ImportEvent[]; throws?: string };
          if (throws !== undefined) {
            throw new Error(throws);
          }
          const nth = event['type'] === 'message' ? { response: `${seen}` } : {};
          const own = event['type'] === undefined ? [] : [{ ...event, ...nth } as unknown as ImportEvent];
          return { events: [...own, ...events] };
        },
        state: () => seen,
      };
    },
    resume: () => null,
    ...overrides,
  };
}

export interface StoredRow {
  row: Row;
  text: string | null;
  /** Line number in its file's reading, by the importer. */
  nth: number | undefined;
}

/** Keeps rows as the store does: one a key, with its texts. */
export class FakeWriter implements IngestWriter {
  readonly rows = new Map<string, StoredRow>();
  readonly sources = new Map<string, SourceProgress>();
  readonly problems: { file: string; line: number | null; message: string }[] = [];
  readonly places = new Set<string>();
  readonly unknown: string[] = [];
  batches: Batch[] = [];
  /** Called before a batch is taken; throws to refuse it. */
  refuse: (batch: Batch) => void = () => undefined;

  writeBatch(batch: Batch): ReturnType<IngestWriter['writeBatch']> {
    this.refuse(batch);
    this.batches.push(batch);
    const ids = batch.sources.map((source) => {
      const key = `${source.root}\n${source.path}`;
      const known = this.sources.get(key);
      const id = known?.id ?? this.sources.size + 1;
      if (known !== undefined && source.generation > known.generation) {
        // It is read from its start again, and so is what was wrong with it.
        const others = this.problems.filter(({ file }) => file !== source.path);
        this.problems.splice(0, Infinity, ...others);
      }
      this.sources.set(key, structuredClone({ ...source, id }));
      return id;
    });
    const sessions = new Set<string>();
    let messages = 0;
    let responses = 0;
    for (const row of batch.rows) {
      const session = 'session' in row ? (row.session ?? '') : '';
      sessions.add(`test:${session}`);
      const key = keyOf(row);
      const isNew = !this.rows.has(key);
      messages += isNew && row.type === 'message' ? 1 : 0;
      responses += isNew && row.type === 'usage' ? 1 : 0;
      this.rows.set(key, {
        row,
        text: 'body' in row ? textOf(batch, row.body) : null,
        nth: row.type === 'message' ? Number(row.response) : undefined,
      });
    }
    for (const { source, line, message } of batch.problems) {
      this.problems.push({ file: batch.sources[source]?.path ?? '?', line, message });
    }
    for (const place of batch.places) {
      this.places.add(place.cwd);
    }
    this.unknown.push(...batch.unknown.map(({ name }) => name));
    return { sessions: [...sessions], sources: ids, messages, responses };
  }

  knownSources(): KnownFile[] {
    return [...this.sources.values()].map((source) => structuredClone(knownAs(source, undefined)));
  }

  sourceState(id: number): string | null {
    return [...this.sources.values()].find((source) => source.id === id)?.state ?? null;
  }

  /** What counts in the end, for comparison. */
  result(): unknown {
    return [...this.rows]
      .map(([key, { row, text, nth }]) => ({ key, text, nth, offset: row.offset, part: row.part }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  texts(): (string | null)[] {
    return [...this.rows.values()].map(({ text }) => text);
  }

  source(path: string): SourceProgress | undefined {
    return [...this.sources.values()].find((source) => source.path === path);
  }
}

export const wasmPath = join(__dirname, '../../node_modules/sql.js/dist/sql-wasm.wasm');

/** The parsing loop in the test's own thread, over files that a test may spoil. */
export function parserHere(
  importers: readonly Importer[],
  files: FileSource,
  platform: Places['platform'],
  resolvePlace = (_folder: string): GitPlace => ({ repository: null, worktree: null }),
): StartParser {
  return ({ onMessage }: ParserEvents) => {
    let open = true;
    let last = 0;
    const loop = createParseLoop({
      importers,
      files,
      home: '/home/me',
      platform,
      credits: parserCredits,
      resolvePlace,
      realPath,
      post: (message: FromParser) =>
        setImmediate(() => {
          if (open) {
            onMessage(message);
          }
        }),
      loadDatabases: () => loadSqlJs(wasmPath),
      mark: (job) => (last = job),
      now: Date.now,
    });
    return {
      send: (message) => {
        const copy = structuredClone(message);
        setImmediate(() => open && loop.receive(copy));
      },
      lastJob: () => last,
      close: async () => {
        open = false;
        loop.receive({ type: 'reset', epoch: -1 });
        await Promise.resolve();
      },
    };
  };
}

export interface Bench {
  home: string;
  /** The agent's folder. */
  root: string;
  writer: FakeWriter;
  logged: string[];
  start(overrides?: Partial<IngestOptions>): Ingest;
  dispose(): Promise<void>;
}

export function createBench(): Bench {
  const home = mkdtempSync(join(tmpdir(), 'ingest-'));
  const writer = new FakeWriter();
  const logged: string[] = [];
  const started: Ingest[] = [];
  const log = (message: string) => void logged.push(message);
  return {
    home,
    root: join(home, 'agent'),
    writer,
    logged,
    start(overrides = {}) {
      const importers = overrides.importers ?? [fakeImporter()];
      const files = overrides.files ?? diskFiles;
      const ingest = startIngest({
        writer,
        importers,
        places: { home, env: {}, platform: 'linux' },
        settings: defaultSettings,
        watch: false,
        parseWorker: '',
        importedFolder: null,
        wasmPath,
        log: { info: log, warn: log, error: log },
        onCommitted: () => undefined,
        onProgress: () => undefined,
        files,
        startParser: parserHere(importers, files, 'linux'),
        ...overrides,
      });
      started.push(ingest);
      return ingest;
    },
    async dispose() {
      for (const ingest of started) {
        await ingest.close();
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export function message(uid: string, text: string, more: Fields = {}): Fields {
  return { type: 'message', session: 's', uid, at: 1, role: 'user', kind: 'prompt', text, ...more };
}

export function lines(...records: unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

export function settingsWith(changes: Partial<Settings>): Settings {
  return { ...defaultSettings, ...changes };
}

/** Waits, turn by turn, until the condition holds; the test's own time limit bounds it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await turn();
  }
}

function keyOf(row: Row): string {
  switch (row.type) {
    case 'message':
      return `message ${row.session} ${row.uid}`;
    case 'tool_result':
      return `result ${row.session} ${row.callId}`;
    case 'usage':
      return `usage ${row.key}`;
    case 'file_change':
      return `change ${row.session} ${row.callId} ${row.path}`;
    case 'plan':
      return `plan ${row.name}`;
    case 'prompt':
      return `prompt ${row.at} ${row.text}`;
    default:
      return `${row.type} ${row.session} ${row.offset} ${row.part}`;
  }
}

function textOf(batch: Batch, body: BodyRef | null): string | null {
  if (body === null || body.bytes === 0) {
    return body === null ? null : '';
  }
  const block = batch.blocks[body.block];
  return block ? Buffer.from(block.subarray(body.start, body.start + body.bytes)).toString() : null;
}
