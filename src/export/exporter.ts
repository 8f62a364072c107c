import type { AgentLabels } from '../common/agentLabels.js';
import {
  ExportError,
  exportFormats,
  type ExportApi,
  type ExportProgress,
  type ExportSelection,
  type Finding,
  type OwnPattern,
  type WriteRequest,
} from '../common/export.js';
import { oneLine } from '../common/plainText.js';
import type { SessionId } from '../common/protocol.js';
import type { OutlineRow } from '../common/steps.js';
import { createRedactor, unredacted, type Keep, type Redactor } from '../redact/redactor.js';
import { cancellable, checkCancelled } from './cancellable.js';
import { formats } from './formats/index.js';
import type { ExportedSession, ExportSource, Step } from './format.js';
import { writeTo } from './output.js';
import { peopleHere } from './people.js';
import { createScan, type Scan } from './scan.js';
import {
  exportedDetail,
  labelsOf,
  listSessions,
  outlineOf,
  plansOf,
  responsesOf,
  saidOfTickets,
  sharesOf,
  stepsOf,
  usageOf,
  withTicketOfToday,
  type ExportStore,
} from './source.js';

export interface ExporterOptions {
  store: ExportStore;
  version: string;
  now(): number;
  /** IANA name of the zone whose days count. */
  timeZone: string;
  /** Folder of the player's files, for formats that take it along. */
  player: string;
  /** Whose names are looked for from the start. Absent: who works at this machine. */
  people?: readonly string[];
  onProgress?(progress: ExportProgress): void;
}

/** A secret that is found only while writing, in a session that goes on, makes everything be written once more, so often at most. */
const mostTries = 3;

/**
 * Scans sessions for secrets and writes them. Everything passes through page by page: neither a session nor the export is ever
 * whole in memory, but for what was found.
 */
export function createExporter(options: ExporterOptions): ExportApi {
  const { timeZone } = options;
  let keep: Keep = { rules: new Set(), secrets: new Set() };
  let current: {
    selection: ExportSelection;
    ids: SessionId[];
    redactor: Redactor;
    findings: Finding[];
  } | null = null;
  let running: { controller: AbortController; over: Promise<unknown> } | null = null;

  const exclusive = async <T>(run: (store: ExportStore, signal: AbortSignal) => Promise<T>): Promise<T> => {
    if (running) {
      throw new ExportError('Another export is being written. Wait for it, or cancel it.');
    }
    const controller = new AbortController();
    const result = run(cancellable(options.store, controller.signal), controller.signal);
    running = { controller, over: result.catch(() => undefined) };
    try {
      return await result;
    } finally {
      running = null;
    }
  };

  /** Looks at all texts that any format writes. */
  const lookAt = async (store: ExportStore, scan: Scan, selection: ExportSelection, ids: SessionId[]) => {
    const said = await saidOfTickets(store);
    for (const [index, id] of ids.entries()) {
      options.onProgress?.({ phase: 'scanning', done: index, total: ids.length });
      const detail = await store.session(id);
      if (!detail) {
        continue;
      }
      const session = { id, title: detail.title };
      scan.look(exportedDetail(detail), session);
      for await (const steps of stepsOf(store, id)) {
        scan.look(steps, session);
      }
      for await (const responses of responsesOf(store, id, selection)) {
        scan.look(responses, session);
      }
      for await (const plan of plansOf(store, id)) {
        scan.look(plan, session);
      }
      scan.look(await store.pins(id), session);
      for (const key of detail.tickets) {
        scan.look(said.get(key), session);
      }
    }
    const ticket = await ticketOf(store, selection);
    if (ticket) {
      scan.look(ticket, { id: ids[0] ?? '', title: ticket.key });
    }
  };

  const ticketOf = async (store: ExportStore, { ticket, folder }: ExportSelection) =>
    ticket === undefined ? null : store.ticket(ticket, folder);

  const sourceOf = async (
    store: ExportStore,
    { selection, ids }: { selection: ExportSelection; ids: SessionId[] },
    redactor: Redactor,
    kept: Keep,
  ): Promise<ExportSource> => {
    const [labels, said] = await Promise.all([labelsOf(store), saidOfTickets(store)]);
    const all = new Set(ids);
    const redacted = async function* <T>(parts: AsyncIterable<T>) {
      for await (const part of parts) {
        yield redactor.redact(part);
      }
    };
    return {
      version: options.version,
      at: options.now(),
      timeZone,
      selection,
      labels,
      count: ids.length,
      async *sessions(): AsyncIterable<ExportedSession> {
        const shares = sharesOf(await usageOf(store, selection, ids, 'session', timeZone));
        for (const [index, id] of ids.entries()) {
          options.onProgress?.({ phase: 'writing', done: index, total: ids.length });
          const detail = await store.session(id);
          if (!detail) {
            continue;
          }
          const share = shares.get(id);
          yield {
            detail: redactor.redact(exportedDetail(detail)),
            share: share ? redactor.redact(share) : null,
            hasParent: detail.parentId !== null && all.has(detail.parentId),
            async *steps() {
              for await (const steps of redacted(stepsOf(store, id))) {
                steps.forEach(previewAnew);
                yield steps;
              }
            },
            outline: () => redacted(withoutPreviews(outlineOf(store, id))),
            responses: () => redacted(responsesOf(store, id, selection)),
            plans: () => redacted(plansOf(store, id)),
            pins: async () => redactor.redact(await store.pins(id)),
          };
        }
      },
      async ticket() {
        const ticket = await ticketOf(store, selection);
        return ticket && redactor.redact(ticket);
      },
      said: (key) => redactor.redact(said.get(key) ?? null),
      usage: async (by) => redactor.redact(await usageOf(store, selection, ids, by, timeZone)),
      rules: () => rulesOf(redactor, kept),
    };
  };

  return {
    scan: (wanted: ExportSelection, own: readonly OwnPattern[]) =>
      exclusive(async (store) => {
        options.onProgress?.({ phase: 'listing', done: 0, total: 0 });
        const selection = await withTicketOfToday(store, wanted);
        const redactor = createRedactor(() => keep, {
          names: options.people ?? peopleHere(),
          words: wordsOf(await labelsOf(store)),
        });
        const scan = createScan(redactor, own);
        keep = { rules: new Set(), secrets: new Set() };
        current = null;
        const ids = await listSessions(store, selection);
        if (ids.length === 0) {
          throw new ExportError('There is no session to export. Choose others, or a longer time.');
        }
        // What is concluded from sessions is in the tables, also of those that were read just now.
        await store.updateInsights();
        await lookAt(store, scan, selection, ids);
        current = { selection, ids, redactor, findings: scan.findings() };
        return { sessions: ids.length, findings: current.findings.length };
      }),
    findings: (from: number, limit: number) =>
      Promise.resolve(current?.findings.slice(from, from + limit) ?? []),
    write: (request: WriteRequest) =>
      exclusive(async (store, signal) => {
        const chosen = current;
        const format = formats.find(({ id }) => id === request.format);
        const described = exportFormats.find(({ id }) => id === request.format);
        if (!chosen || !format || !described) {
          throw new ExportError('There is nothing to write: scan first.');
        }
        keep = { rules: new Set(request.keep?.rules ?? []), secrets: new Set(request.keep?.secrets ?? []) };
        const redactor = request.keep ? chosen.redactor : unredacted();
        for (let tries = 1; ; tries++) {
          const known = redactor.secrets.length;
          const source = await sourceOf(store, chosen, redactor, keep);
          let isNews = false;
          const written = await writeTo(request.path, described.place, async (out) => {
            await format.write(source, out, options.player);
            checkCancelled(signal);
            isNews = redactor.secrets.length > known && tries < mostTries;
            if (isNews) {
              throw new WriteAgain();
            }
          }).catch((error: unknown) => {
            if (error instanceof WriteAgain) {
              return null;
            }
            throw error;
          });
          if (written) {
            const { path } = request;
            return {
              format: format.id,
              path,
              ...written,
              sessions: chosen.ids.length,
              rules: source.rules(),
            };
          }
        }
      }),
    async cancel() {
      running?.controller.abort();
      await running?.over;
    },
  };
}

/** What agents are called is no person's name, although an agent's own home folder may be called so. */
function wordsOf(labels: AgentLabels): string[] {
  return Object.entries(labels).flatMap((names) =>
    names
      .join(' ')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
}

/** Without texts, which nobody reads of an outline, there is less to redact. */
async function* withoutPreviews(parts: AsyncIterable<readonly OutlineRow[]>): AsyncIterable<OutlineRow[]> {
  for await (const rows of parts) {
    yield rows.map((row) => ({ ...row, preview: '' }));
  }
}

/** A preview may end within a secret, so it is made of the text that has none. */
function previewAnew({ row, body }: Step): void {
  row.preview = oneLine((body.tool?.input ?? body.text).slice(0, 2000), 160);
}

/** What was written may have a secret before the place where it was found. */
class WriteAgain extends Error {}

function rulesOf(redactor: Redactor, keep: Keep): { rule: string; secrets: number }[] {
  const counts = new Map<string, number>();
  for (const { id, ruleId } of redactor.secrets) {
    if (!keep.rules.has(ruleId) && !keep.secrets.has(id)) {
      counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
    }
  }
  return [...counts].map(([rule, secrets]) => ({ rule, secrets })).sort((a, b) => (a.rule < b.rule ? -1 : 1));
}
