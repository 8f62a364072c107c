import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import type { StoreApi } from '../../src/common/storeApi.js';
import { defaultSettings } from '../../src/common/settings.js';
import { createExporter } from '../../src/export/exporter.js';
import type { ExportApi } from '../../src/common/export.js';
import type { openService as open } from '../../src/service/service.js';
import type { LockRecord } from '../../src/store/lockFile.js';
import { connect, serve, type Port, type Remote } from '../../src/common/rpc.js';

/** A logbook over files of a home folder of its own. */
export interface World {
  folder: string;
  api: Remote<StoreApi>;
  exporter: ExportApi;
  /** Writes sessions in the published form and reads them. */
  read(name: string, lines: readonly object[] | string): Promise<void>;
  /** A path to export to. */
  out(name: string): string;
  close(): Promise<void>;
}

const root = join(__dirname, '../..');
const wasmPath = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');
/** A player of two lines in place of the real one, so that goldens do not change with it. */
export const player = { 'player.js': 'void 0; // </script>', 'player.css': 'body { color: red }' };

export async function openWorld(options: { player?: string; now?: number } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'logbook-export-'));
  const bundle = join(folder, 'worker.js');
  // The service, too: what it loads only when it is needed is found in a bundle alone.
  await esbuild.build({
    absWorkingDir: root,
    ...{ entryPoints: { worker: 'src/worker.ts', service: 'src/service/service.ts' }, outdir: folder },
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', loader: { '.sql': 'text' } },
  });
  const { openService } = createRequire(__filename)(join(folder, 'service.js')) as {
    openService: typeof open;
  };
  const playerFolder = options.player ?? join(folder, 'player');
  mkdirSync(join(folder, 'player'));
  for (const [name, text] of Object.entries(player)) {
    writeFileSync(join(folder, 'player', name), text);
  }
  const home = join(folder, 'home');
  const service = await openService(
    {
      ...{
        storage: join(folder, 'store'),
        wasmPath,
        parseWorker: bundle,
        watch: false,
        version: '1',
        owner: 'test',
      },
      places: { home, env: {}, platform: 'linux' },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    {
      lock: { protocol: 1 } as LockRecord,
      ...{
        clients: () => 0,
        emit: () => undefined,
        tell: () => undefined,
        onDamage: () => false,
        reopen: () => undefined,
      },
    },
  );
  await service.api.configure(defaultSettings);
  // Over a border, as it is in life: what no JSON holds does not pass.
  const [here, there] = ports();
  serve(there, service.api);
  const { api } = connect<StoreApi>(here, 0);
  return {
    folder,
    api,
    exporter: createExporter({
      ...{ store: api, version: '1.2.3', timeZone: 'UTC', player: playerFolder, people: [] },
      now: () => options.now ?? Date.UTC(2026, 3, 1),
    }),
    async read(name, lines) {
      const file = join(home, '.local/share/agent-logbook/sessions', name);
      mkdirSync(dirname(file), { recursive: true });
      const text =
        typeof lines === 'string' ? lines : lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      writeFileSync(file, text);
      await api.rescan();
    },
    out: (name) => join(folder, 'out', name),
    async close() {
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ports(): [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [
    new Set(),
    new Set(),
  ];
  const end = (own: 0 | 1): Port => ({
    post(message) {
      const copy: unknown = JSON.parse(JSON.stringify(message));
      queueMicrotask(() => listeners[own === 0 ? 1 : 0].forEach((listener) => listener(copy)));
    },
    onMessage(listener) {
      listeners[own].add(listener);
      return { dispose: () => void listeners[own].delete(listener) };
    },
  });
  return [end(0), end(1)];
}
