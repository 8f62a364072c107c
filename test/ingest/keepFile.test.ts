import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { defaultSettings } from '../../src/common/settings.js';
import { importers as agents } from '../../src/importers/index.js';
import { interchange } from '../../src/importers/interchange/index.js';
import { diskFiles } from '../../src/ingest/fileSource.js';
import { keepFile, type KeptFile } from '../../src/ingest/keepFile.js';
import { startIngest } from '../../src/ingest/ingest.js';
import { createReader } from '../../src/store/read/reader.js';
import { loadSqlJs } from '../../src/store/sqljsFile.js';
import { homes } from '../importers/homes.js';
import { cleanUp, openStore, temporaryFolder } from '../store/storeFixture.js';
import { parserHere, wasmPath } from './support.js';

const importers = [...agents, ...interchange];

describe('files that a person gives', () => {
  let folder: string;
  let kept: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'given-'));
    kept = join(folder, 'kept');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(cleanUp);

  const keep = (file: string) =>
    keepFile(
      file,
      kept,
      importers,
      () => loadSqlJs(wasmPath),
      () => false,
    );
  const given = (path: string, content: string | Buffer) => {
    const file = join(folder, basename(path));
    writeFileSync(file, content);
    return file;
  };

  /** Sessions of the kept files, by a store that reads them. */
  async function sessionsOf(files: readonly KeptFile[]): Promise<string[][]> {
    const { db, writer, close } = await openStore(temporaryFolder());
    const ingest = startIngest({
      ...{
        writer,
        importers,
        places: { home: folder, env: {}, platform: 'linux' },
        settings: defaultSettings,
      },
      ...{ watch: false, parseWorker: '', wasmPath, importedFolder: kept, files: diskFiles },
      log: { info: () => undefined, warn: () => undefined, error: (message) => assert.fail(message) },
      onCommitted: () => undefined,
      onProgress: () => undefined,
      startParser: parserHere(importers, diskFiles, 'linux'),
    });
    try {
      await ingest.rescan();
      const reader = createReader(db, { settings: () => defaultSettings, now: Date.now, labels: {} });
      return files.map(({ root, path }) => reader.sessionsOfSource(root, path));
    } finally {
      await ingest.close();
      close();
    }
  }

  it('are kept below their agent, for the user alone, and read from there', async () => {
    const files: KeptFile[] = [];
    for (const importer of agents) {
      const longest = (homes[importer.id] ?? [])
        .filter(({ bytes, path }) => bytes === undefined && importer.shapeOf(path) === 'jsonl')
        .toSorted((a, b) => b.text.length - a.text.length)[0];
      if (longest !== undefined) {
        const file = await keep(given(longest.path, longest.text));
        assert.ok(typeof file !== 'string', `${importer.id}: ${JSON.stringify(file)}`);
        assert.equal(file.agent, importer.id);
        assert.equal(statSync(join(file.root, file.path)).mode & 0o777, 0o600);
        files.push(file);
      }
    }
    assert.ok(files.length > 5);
    const sessions = await sessionsOf(files);
    assert.deepEqual(
      files.filter((_, i) => sessions[i]?.length === 0).map(({ agent }) => agent),
      [],
    );
  });

  it('may be of a sub-agent alone, whose session has any id', async () => {
    const line = {
      ...{
        type: 'user',
        uuid: 'u1',
        parentUuid: null,
        isSidechain: true,
        agentId: 'a1',
        sessionId: 'a-test',
      },
      ...{ timestamp: '2026-01-02T03:04:05.000Z', message: { role: 'user', content: 'Look around' } },
    };
    const file = await keep(given('helper.jsonl', `${JSON.stringify(line)}\n`));
    assert.ok(typeof file !== 'string', JSON.stringify(file));
    assert.equal(file.path, 'projects/imported/a-test/subagents/agent-a1.jsonl');
    assert.deepEqual(await sessionsOf([file]), [['claude:a-test']]);
  });

  it('keep their time, which texts without times have', async () => {
    const file = given('chat.txt', 'Human: Fix it\n\nAssistant: Done.\n');
    const written = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    utimesSync(file, written, written);
    const kept = await keep(file);
    assert.ok(typeof kept !== 'string', JSON.stringify(kept));
    assert.deepEqual(statSync(join(kept.root, kept.path)).mtime, written);
  });

  it('may be what people hand to each other, also two of one name', async () => {
    const first = await keep(given('chat.txt', 'Human: Fix it\n\nAssistant: Done.\n'));
    const second = await keep(given('chat.txt', 'Human: Undo it\n\nAssistant: Undone.\n'));
    const again = await keep(given('chat.txt', 'Human: Undo it\n\nAssistant: Undone.\n'));
    assert.ok(typeof first !== 'string' && typeof second !== 'string');
    assert.deepEqual(again, second);
    const sessions = await sessionsOf([first, second]);
    assert.equal(new Set(sessions.flat()).size, 2);
  });

  it('may be databases, with the rows of their log', async () => {
    const database = Object.entries(homes).flatMap(([agent, files]) =>
      files.flatMap(({ bytes, path }) =>
        bytes === undefined || agent !== 'opencode' ? [] : [{ path, bytes }],
      ),
    )[0];
    assert.ok(database);
    const file = given(database.path, database.bytes);
    writeFileSync(`${file}-wal`, '');
    const result = await keep(file);
    assert.ok(typeof result !== 'string', JSON.stringify(result));
    assert.deepEqual(
      readdirSync(result.root).sort((a, b) => (a < b ? -1 : 1)),
      [basename(result.path), `${basename(result.path)}-wal`],
    );
    assert.ok((await sessionsOf([result]))[0]!.length > 0);
  });

  it('are refused with a reason', async () => {
    mkdirSync(join(folder, 'a folder'));
    const cases: [string, RegExp][] = [
      [join(folder, 'nothing'), /^There is no such file\.$/],
      [join(folder, 'a folder'), /^It is no file\./],
      [given('empty.jsonl', ''), /^It is empty\. Known are /],
      [given('picture.png', Buffer.from('89504e470d0a1a0a00', 'hex')), /^It is a binary file\. Known are /],
      [given('notes.md', '# Notes\n\nBuy milk.\n'), /^Its content is none that is known\. Known are /],
      [given('broken.db', 'SQLite format 3\0 and no more'), /./],
    ];
    for (const [file, reason] of cases) {
      const result = await keep(file);
      assert.ok(typeof result === 'string', file);
      assert.match(result, reason);
    }
    assert.throws(() => readFileSync(kept));
  });
});
