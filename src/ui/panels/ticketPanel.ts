import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import type { PanelHost, ReplayPlace } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import type { SessionId } from '../../common/protocol.js';
import type { TicketEdit } from '../../common/ticketPage.js';
import { mostMoved, ticketActions, type TicketAction, type TicketHost } from '../../common/ticketPanel.js';
import type { StoreClient } from '../../store/client.js';
import { list, text, wholeNumber } from '../../service/shapes.js';
import { checked, optional, sessionId } from './arguments.js';
import { openPath } from './openPath.js';
import { bundle, fillPanel, panelOptions, type PanelContext, type ShownPanel } from './panel.js';

const viewType = 'agentLogbook.ticket';

/** Rows of a session that are looked through at a time for a moment. */
const outlinePage = 5000;

/** A ticket, and where it is looked at from. */
export interface ShownTicket {
  ticket: string;
  folder: string | null;
}

export interface TicketPanels extends Disposable {
  /** Shows the page of a ticket. Each has at most one. */
  open(shown: ShownTicket): void;
}

interface TicketServices {
  replay: { open(id: SessionId, at?: ReplayPlace): void };
}

/** The pages of tickets that are open. They come back with the window. */
export function createTicketPanels(context: PanelContext, services: TicketServices): TicketPanels {
  const disposables = new DisposableStore();
  const open = new Map<string, { panel: vscode.WebviewPanel; shown: ShownPanel }>();

  const fill = (panel: vscode.WebviewPanel, ticket: ShownTicket) => {
    const shown = fillPanel<TicketHost>(context, panel, {
      name: 'ticket',
      title: panel.title,
      api: ticketHost(context, services, panel, ticket),
    });
    open.set(keyOf(ticket), { panel, shown });
    panel.onDidDispose(() => {
      if (open.get(keyOf(ticket))?.panel === panel) {
        open.delete(keyOf(ticket));
      }
    });
  };

  disposables.add(
    context.store.onChanged(({ sessions, tickets, settings }) => {
      if (sessions !== 'all' && sessions.length === 0 && !tickets && !settings) {
        return;
      }
      for (const { panel, shown } of open.values()) {
        if (panel.visible) {
          shown.send({ event: 'changed', rebuilt: false });
        }
      }
    }),
  );
  disposables.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel(panel, state: unknown) {
        const { ticket, folder } = (state ?? {}) as { ticket?: unknown; folder?: unknown };
        const shown =
          typeof ticket === 'string' ? { ticket, folder: typeof folder === 'string' ? folder : null } : null;
        if (shown && !open.has(keyOf(shown))) {
          fill(panel, shown);
        } else {
          panel.dispose();
        }
        return Promise.resolve();
      },
    }),
  );
  return {
    open(ticket) {
      const there = open.get(keyOf(ticket));
      if (there) {
        there.panel.reveal();
        return;
      }
      const panel = vscode.window.createWebviewPanel(
        viewType,
        oneLine(ticket.ticket, 40),
        vscode.ViewColumn.Active,
        panelOptions(context),
      );
      fill(panel, ticket);
    },
    dispose() {
      disposables.dispose();
      for (const { panel } of open.values()) {
        panel.dispose();
      }
    },
  };
}

const ownText = z.nullable(text(20_000));
const edit = z.object({ title: z.optional(ownText), note: z.optional(ownText) });

/** The command that does what a button says. */
const commandOf: Record<TicketAction, string> = {
  finish: 'finishTicket',
  reopen: 'reopenTicket',
  abandon: 'abandonTicket',
  merge: 'mergeTicket',
  summary: 'showTicketSummary',
  copy: 'copyTicketAsMarkdown',
  stats: 'openStats',
};

function ticketHost(
  { store, agents }: PanelContext,
  { replay }: TicketServices,
  panel: vscode.WebviewPanel,
  { ticket, folder }: ShownTicket,
): Omit<TicketHost, keyof PanelHost> {
  const where = folder === null ? [] : [folder];
  // What a person is asked may take any time, and commands tell their errors themselves.
  const begin = (command: string, ...args: unknown[]) => {
    void vscode.commands.executeCommand(`agentLogbook.${command}`, ...args);
    return Promise.resolve();
  };
  const page = async () => {
    const found = await store.api.ticketPage(ticket, ...where);
    panel.title = oneLine([found?.key ?? ticket, found?.title].filter(Boolean).join(' · '), 40);
    return found;
  };
  return {
    start: async () => ({ ticket, folder, bundle: bundle(), agents: await agents.load() }),
    page,
    report: () => store.api.ticket(ticket, ...where),
    edit: checked([edit], (change) => store.api.editTicket(ticket, withoutAbsent(change))),
    act: checked([z.enum(ticketActions)], async (action) => {
      const found = await store.api.ticketPage(ticket, ...where);
      const { key } = found ?? { key: ticket };
      if (action === 'stats') {
        return begin(commandOf.stats, { dimension: 'ticket', key });
      }
      return begin(commandOf[action], { ticket: found ?? { key } });
    }),
    unmerge: checked([text(100)], async (key) => {
      await store.api.unmergeTicket(key);
    }),
    move: checked([list(sessionId, mostMoved, 1)], async (sessions) => {
      const found = await page();
      return begin('assignTicket', sessions, { of: found?.key ?? ticket });
    }),
    moveRange: checked([sessionId], (session) => begin('assignRange', session)),
    openSession: checked([sessionId, optional(wholeNumber)], async (id, at) => {
      const seq = at === undefined ? null : await stepFrom(store, id, at);
      replay.open(id, seq === null ? undefined : { seq });
    }),
    openPlan: checked([wholeNumber], async (id) => {
      const plan = await store.api.plan(id);
      return plan ? begin('openPlan', { plan: { id, name: plan.name } }) : undefined;
    }),
    openFile: checked([text(4000)], async (path) => {
      const found = await page();
      return openPath(path, found?.worktree ?? folder, undefined);
    }),
  };
}

/** The first step of a session from a moment on; null: there is none. */
async function stepFrom({ api }: StoreClient, id: SessionId, at: number): Promise<number | null> {
  for (let from = 0; ; from += outlinePage) {
    const { total, rows } = await api.outline(id, from, outlinePage);
    const step = rows.find((row) => row.at !== null && row.at >= at);
    if (step || rows.length === 0 || from + rows.length >= total) {
      return step?.seq ?? null;
    }
  }
}

function withoutAbsent({ title, note }: z.output<typeof edit>): TicketEdit {
  return { ...(title === undefined ? {} : { title }), ...(note === undefined ? {} : { note }) };
}

function keyOf({ ticket, folder }: ShownTicket): string {
  return JSON.stringify([ticket, folder]);
}
