import type { MessagePort } from 'node:worker_threads';
import { serve, type Remote } from '../common/rpc.js';
import type { StoreApi } from '../common/storeApi.js';
import type { Log } from '../ingest/log.js';
import type { StoreNotice, StoreWorkerData } from '../store/client.js';
import { workerPort } from '../store/workerPort.js';
import { joinStore } from './join.js';
import { openService } from './service.js';

/** The main function of the store worker: joins the store and answers the thread that started it. */
export function runStoreThread(port: MessagePort, data: StoreWorkerData): void {
  const tell = (notice: StoreNotice) => port.postMessage(notice);
  const log: Log = {
    info: (message) => tell({ log: message, level: 'info' }),
    warn: (message) => tell({ log: message, level: 'warn' }),
    error: (message) => tell({ log: message, level: 'error' }),
  };
  const { storage, version, places } = data;
  const store = joinStore({
    storage,
    version,
    home: places.home,
    openService: (facts) => openService({ ...data, log }, facts),
  });
  store.onState((state) => tell({ state }));
  store.onTrouble((trouble) => tell({ trouble }));
  store.onChanged((changed) => tell({ changed }));
  const api = withOwnDays(store.api) as unknown as StoreApi;
  serve(workerPort(port), api);
  port.on('message', (message: { close?: boolean; connect?: MessagePort }) => {
    if (message.connect) {
      serve(workerPort(message.connect), api);
    }
    if (message.close) {
      void store.close().finally(() => process.exit(0));
    }
  });
}

/**
 * Days are those of the window that asks. Its zone is filled in here, because looking it up takes 10 to 50 ms, which the
 * extension host's thread has better use for.
 */
function withOwnDays(api: Remote<StoreApi>): Remote<StoreApi> {
  let zone: string | undefined;
  const own = () => (zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
  return {
    ...api,
    groups: (by, filter, timeZone) => api.groups(by, filter, timeZone ?? own()),
    sessions: (filter, page, group) =>
      group
        ? api.sessions(filter, page, { ...group, timeZone: group.timeZone ?? own() })
        : api.sessions(filter, page),
    usage: (query) => api.usage({ ...query, timeZone: query.timeZone ?? own() }),
  };
}
