import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultSettings } from '../../../src/common/settings.js';
import { importers } from '../../../src/importers/index.js';
import { diskFiles } from '../../../src/ingest/fileSource.js';
import { startIngest } from '../../../src/ingest/ingest.js';
import type { IngestWriter } from '../../../src/ingest/ingestWriter.js';
import { openService, type Service } from '../../../src/service/service.js';
import type { LockRecord } from '../../../src/store/lockFile.js';
import { openDatabase } from '../../../src/store/open.js';
import { createWriter } from '../../../src/store/write/writeBatch.js';
import { homes } from '../../importers/homes.js';
import { parserHere } from '../../ingest/support.js';
import { noTickets, wasmPath } from '../../store/storeFixture.js';

/** A file below the root of an agent. */
export interface AgentFile {
  agent: string;
  path: string;
  bytes: Buffer;
}

/** Every fixture of every agent, as it would lie in a home folder. */
export const ordinaryFiles: readonly AgentFile[] = Object.entries(homes).flatMap(([agent, files]) =>
  files.flatMap(({ path, text, bytes, beside = [] }) => [
    ...beside.map((companion) => ({ agent, path: companion.path, bytes: Buffer.from(companion.text) })),
    { agent, path, bytes: bytes ?? Buffer.from(text) },
  ]),
);

const modified = new Date(Date.UTC(2026, 0, 3));

/** A folder of our own, with a home in it. */
export interface Folder {
  home: string;
  storage: string;
  write(file: AgentFile): void;
  remove(): void;
}

export function newFolder(): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  return {
    home,
    storage: join(folder, 'storage'),
    write({ agent, path, bytes }) {
      const importer = importers.find(({ id }) => id === agent);
      const root = importer?.roots({ home, env: {}, platform: 'linux' })[0] ?? home;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
      // Nobody writes it any more, so that a last line without its end counts.
      utimesSync(join(root, path), modified, modified);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Reads what is new below a home, in this thread. Rejects on whatever the ingest logs as an error. */
export function readerOf(
  home: string,
  writer: IngestWriter,
): { read(): Promise<void>; close(): Promise<void> } {
  let failure: string | null = null;
  const ingest = startIngest({
    writer,
    importers,
    places: { home, env: {}, platform: 'linux' },
    settings: defaultSettings,
    watch: false,
    parseWorker: '',
    importedFolder: null,
    wasmPath: '',
    log: { info: () => undefined, warn: () => undefined, error: (message) => void (failure ??= message) },
    onCommitted: () => undefined,
    onProgress: () => undefined,
    files: diskFiles,
    startParser: parserHere(importers, diskFiles, 'linux'),
  });
  return {
    async read() {
      await ingest.rescan();
      if (failure !== null) {
        throw new Error(`The ingest complains: ${failure}`);
      }
    },
    close: () => ingest.close(),
  };
}

/** The owner's side of the protocol over a store with all fixtures and these files in it. Nothing more is read. */
export async function serviceOver(
  files: readonly AgentFile[],
): Promise<{ service: Service; folder: Folder }> {
  const folder = newFolder();
  for (const file of [...ordinaryFiles, ...files]) {
    folder.write(file);
  }
  const { db, close } = await openDatabase({ folder: folder.storage, wasmPath });
  const reader = readerOf(folder.home, createWriter(db, { attribute: noTickets }));
  await reader.read();
  await reader.close();
  close();
  const parser = join(folder.home, 'parser.cjs');
  writeFileSync(parser, "require('node:worker_threads').parentPort.on('message', () => undefined);");
  const service = await openService(
    {
      ...{
        storage: folder.storage,
        wasmPath,
        parseWorker: parser,
        watch: false,
        version: '1',
        owner: 'fuzz',
      },
      places: { home: join(folder.home, 'nobody'), env: {}, platform: 'linux' },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    {
      lock: { protocol: 1 } as LockRecord,
      clients: () => 0,
      emit: () => undefined,
      tell: () => undefined,
      onDamage: () => false,
      reopen: () => undefined,
    },
  );
  return { service, folder };
}
