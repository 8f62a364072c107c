import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { ExportError, exportFormats, type ExportApi, type ExportProgress } from '../../src/common/export.js';
import { createExporter } from '../../src/export/exporter.js';
import { exportCalls, type ExportStore } from '../../src/export/source.js';
import { sessions } from './sessions.js';
import { withFault, type FileFault } from './spoiledFiles.js';
import { openWorld, type World } from './world.js';

const all = { rules: [], secrets: [] };
const longAgo = new Date('2026-01-01');

describe('an export that does not come to its end', function () {
  this.timeout(60_000);
  let world: World;
  before(async () => {
    world = await openWorld();
    for (const [name, lines] of Object.entries(sessions)) {
      await world.read(name, lines);
    }
    await world.exporter.scan({}, []);
  });
  beforeEach(() => mkdirSync(world.out(''), { recursive: true }));
  afterEach(() => rmSync(world.out(''), { recursive: true }));
  after(() => world.close());

  const left = () => readdirSync(world.out(''));
  const exporterOf = (store: ExportStore, onProgress?: (progress: ExportProgress) => void): ExportApi =>
    createExporter({
      ...{ store, version: '1', timeZone: 'UTC', now: Date.now, player: '', people: [] },
      ...(onProgress ? { onProgress } : {}),
    });

  for (const [busyWith, phase] of [
    ['families', 'listing'],
    ['updateInsights', 'listing'],
    ['bodies', 'scanning'],
    ['responses', 'scanning'],
    ['bodies', 'writing'],
    ['usage', 'writing'],
  ] as const) {
    it(`ends at once while the store is busy with ${busyWith}, ${phase}`, async () => {
      let now: ExportProgress['phase'] = 'listing';
      let asked = () => {};
      const isAsked = new Promise<void>((resolve) => (asked = resolve));
      const store: ExportStore = {
        ...methodsOf(world.api),
        [busyWith]: (...args: never[]) => {
          if (now !== phase) {
            return (world.api[busyWith] as (...given: never[]) => Promise<unknown>)(...args);
          }
          asked();
          return new Promise(() => {});
        },
      };
      const exporter = exporterOf(store, (progress) => (now = progress.phase));
      const done = (async () => {
        await exporter.scan({}, []);
        now = 'writing';
        await exporter.write({ format: 'json', path: world.out('busy.json'), keep: all });
      })();
      const over = assert.rejects(done, (error: Error) => {
        assert.ok(error instanceof ExportError);
        return error.message === 'The export was cancelled. Nothing was written.';
      });
      await isAsked;
      await exporter.cancel();
      await over;
      assert.deepEqual(left(), []);
    });
  }

  it('hears that it is to end, also where the store never waits for anything', async () => {
    const until = performance.now() + 5000;
    const endless: ExportStore = {
      ...methodsOf(world.api),
      sessions: (_filter, { limit }) =>
        Promise.resolve(Array.from({ length: performance.now() < until ? limit : 0 }, () => ({}) as never)),
    };
    const exporter = exporterOf(endless);
    const over = assert.rejects(exporter.scan({}, []), /cancelled/);
    await new Promise((resolve) => setTimeout(resolve));
    await exporter.cancel();
    await over;
    assert.ok(performance.now() < until);
  });

  for (const { id, place, extension } of exportFormats) {
    it(`says of a full disk what to do, and leaves nothing, as ${id}`, async () => {
      const path = world.out(place === 'file' ? `mine.${extension}` : 'mine');
      if (place === 'file') {
        writeFileSync(path, 'before');
      }
      const before = left();
      const { calls } = await withFault({ call: 'write', code: 'ENOSPC', after: Infinity }, async () => {
        await world.exporter.write({ format: id, path: world.out(`whole-${id}`), keep: all });
        rmSync(world.out(`whole-${id}`), { recursive: true });
      });
      assert.ok(calls.write > 0);
      const faults: FileFault[] = [
        { call: 'write', code: 'ENOSPC', after: 0 },
        { call: 'write', code: 'ENOSPC', after: calls.write - 1 },
        { call: 'sync', code: 'ENOSPC', after: 0 },
      ];
      for (const fault of faults) {
        await withFault(fault, () =>
          assert.rejects(world.exporter.write({ format: id, path, keep: all }), {
            name: 'ExportError',
            message: `${path} could not be written: the disk is full. Make room, or choose another disk. Nothing was left there.`,
          }),
        );
        assert.deepEqual(left(), before);
        if (place === 'file') {
          assert.equal(readFileSync(path, 'utf8'), 'before');
        }
      }
    });
  }

  it('takes away what a killed process left of an export to the same place, and nothing else', async () => {
    const dead = spawnSync(process.execPath, ['--version']).pid;
    const name = (pid: number, path = 'x.json') => `.${path}.${pid}-0123456789ab.part`;
    const kept = [
      name(process.pid),
      name(dead, 'y.json'),
      name(dead, 'x.json.json'),
      '.x.json.part',
      'x.jso',
    ];
    for (const file of [name(dead), ...kept]) {
      writeFileSync(world.out(file), '');
      utimesSync(world.out(file), longAgo, longAgo);
    }
    const fresh = `.x.json.${dead}-ffffffffffff.part`;
    writeFileSync(world.out(fresh), '');
    await world.exporter.write({ format: 'json', path: world.out('x.json'), keep: all });
    assert.deepEqual(left().toSorted(), [...kept, fresh, 'x.json'].toSorted());
  });

  it('has one file open at a time, however many it writes', async () => {
    await world.read('many-months.jsonl', manyMonths);
    await world.exporter.scan({}, []);
    const { mostOpen } = await withFault(null, async () => {
      const { files } = await world.exporter.write({
        ...{ format: 'parquet', path: world.out('months'), keep: all },
      });
      assert.ok(files > 40);
    });
    assert.equal(mostOpen, 1);
  });
});

const manyMonths = Array.from({ length: 40 }, (_, month) => [
  {
    ...{ schema: 1, type: 'session', session: `month-${month}`, agent: 'Acme' },
    at: new Date(Date.UTC(2022, month, 2)).toISOString(),
  },
  { type: 'message', id: `m-${month}`, role: 'user', text: 'Hello' },
]).flat();

/** The calls as properties, of which one may be replaced. */
function methodsOf(api: ExportStore): ExportStore {
  return Object.fromEntries(exportCalls.map((name) => [name, api[name]])) as unknown as ExportStore;
}
