import type { CompareHost } from '../../src/common/comparePanel.js';
import type { PanelEvent, ReplayHost, SearchHost } from '../../src/common/panelProtocol.js';
import type { StatsHost } from '../../src/common/statsPanel.js';
import type { SqlHost } from '../../src/common/sqlPanel.js';
import type { SessionHost } from '../../src/common/sessionPage.js';
import { serve, type Port } from '../../src/common/rpc.js';
import type { TicketHost } from '../../src/common/ticketPanel.js';
import { fakeCompare } from './fakeCompare.js';
import type { RedactionHost } from '../../src/common/redactionPanel.js';
import { fakeRedaction } from './fakeRedaction.js';
import { fakeReplay } from './fakeReplay.js';
import { fakeSearch } from './fakeSearch.js';
import { fakeSession } from './fakeSession.js';
import { fakeSql } from './fakeSql.js';
import { fakeStats } from './fakeStats.js';
import { fakeTicket } from './fakeTicket.js';

/** Stands for VS Code in a browser page: `acquireVsCodeApi`, and a host that answers from made-up data. */
interface Page {
  location: { search: string };
  sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  postMessage(message: unknown, origin: string): void;
  acquireVsCodeApi(): unknown;
  /** For tests: what the page asked for, and how to change what it sees. */
  fake: {
    calls: { method: string; args: unknown[] }[];
    append(count: number): void;
    send(event: PanelEvent): void;
  };
}

const page = globalThis as unknown as Page;
const query = new URLSearchParams(page.location.search);
const data = query.get('data') ?? 'sample';
const listeners = new Set<(message: unknown) => void>();
const calls: Page['fake']['calls'] = [];

const port: Port = {
  post: (message) => page.postMessage(JSON.parse(JSON.stringify(message)), '*'),
  onMessage(listener) {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  },
};

const view = query.get('view');
const replay = view === 'compare' ? fakeCompare(data) : fakeReplay(data);
const api:
  ReplayHost | CompareHost | StatsHost | SearchHost | SqlHost | SessionHost | RedactionHost | TicketHost =
  view === 'ticket'
    ? fakeTicket(data)
    : view === 'redaction'
      ? fakeRedaction(data)
      : view === 'sql'
        ? fakeSql(data)
        : view === 'stats'
          ? fakeStats(data)
          : view === 'search'
            ? fakeSearch(data)
            : view === 'session'
              ? fakeSession(data, () => page.fake.send({ event: 'changed', rebuilt: false }))
              : replay.host;
const failing = ['page', 'session', 'outline', 'totals', 'chart', 'bodies', 'search', 'ask', 'scan'];
const wrapped = Object.fromEntries(
  Object.entries(api as object).map(([method, answer]) => [
    method,
    async (...args: unknown[]) => {
      calls.push({ method, args });
      if (data === 'loading' && method !== 'start') {
        await new Promise(() => undefined);
      }
      if (data === 'error' && failing.includes(method)) {
        throw new Error('The store could not be opened: the disk is full.');
      }
      return await (answer as (...all: unknown[]) => unknown)(...args);
    },
  ]),
);
serve(port, wrapped);

page.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => {
    for (const listener of listeners) {
      listener(JSON.parse(JSON.stringify(message)));
    }
  },
  getState: () => JSON.parse(page.sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (state: unknown) => page.sessionStorage.setItem('state', JSON.stringify(state)),
});
const send = (event: PanelEvent) => port.post(event);
page.fake = {
  calls,
  append(count) {
    replay.append(count);
    send({ event: 'changed', rebuilt: false });
  },
  send,
};
