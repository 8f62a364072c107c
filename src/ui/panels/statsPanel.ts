import * as vscode from 'vscode';
import * as z from 'zod';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import type { PanelHost, StatsFocus, StatsHost, StatsMark, StatsRange } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import type { SessionId, SessionSummary, UsageQuery } from '../../common/protocol.js';
import { charts } from '../../stats/index.js';
import type { StoreClient } from '../../store/client.js';
import { pickOf } from '../commands/pickSession.js';
import { workspaceFolders } from '../folders.js';
import { checked, dimension, mark, optional, range, sessionId, timeZone } from './arguments.js';
import {
  bundle,
  fillPanel,
  panelOptions,
  type PanelContext,
  type ShownPanel,
  restoreOnlyPanel,
} from './panel.js';

const viewType = 'agentLogbook.stats';

/** Sessions that the list behind a mark offers; those with the most tokens. */
const mostSessions = 300;

export interface StatsPanel extends Disposable {
  /** Shows the statistics, of a ticket or agent if given. */
  open(focus?: StatsFocus): void;
}

/** The one panel with statistics. A click on a mark ends in a session's replay, which the command opens. */
export function createStatsPanel(context: PanelContext): StatsPanel {
  const disposables = new DisposableStore();
  let current: { panel: vscode.WebviewPanel; shown: ShownPanel } | undefined;
  let focus: StatsFocus | null = null;

  const fill = (panel: vscode.WebviewPanel) => {
    const takeFocus = () => {
      const taken = focus;
      focus = null;
      return taken;
    };
    const title = vscode.l10n.t('Agent statistics');
    const shown = fillPanel<StatsHost>(context, panel, {
      name: 'stats',
      title,
      api: statsHost(context, takeFocus),
    });
    panel.title = title;
    current = { panel, shown };
    panel.onDidDispose(() => {
      if (current?.panel === panel) {
        current = undefined;
      }
    });
  };

  disposables.add(
    context.store.onChanged(({ sessions, tickets, settings }) => {
      if (current?.panel.visible && (sessions === 'all' || sessions.length > 0 || tickets || settings)) {
        current.shown.send({ event: 'changed', rebuilt: false });
      }
    }),
  );
  disposables.add(restoreOnlyPanel(viewType, () => current !== undefined, fill));

  return {
    open(wanted) {
      if (current) {
        current.panel.reveal();
        if (wanted) {
          // A page that is hidden starts anew when it is revealed, and asks for the focus then.
          focus = current.panel.visible ? null : wanted;
          current.shown.send({ event: 'focus', focus: wanted });
        }
        return;
      }
      focus = wanted ?? null;
      const title = vscode.l10n.t('Agent statistics');
      fill(
        vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, panelOptions(context)),
      );
    },
    dispose() {
      disposables.dispose();
      current?.panel.dispose();
    },
  };
}

function statsHost(
  { store, agents }: PanelContext,
  takeFocus: () => StatsFocus | null,
): Omit<StatsHost, keyof PanelHost> {
  const usage: StatsHost['usage'] = (where, by, thenBy, zone) =>
    store.api.usage({ by, ...(thenBy === undefined ? {} : { thenBy }), ...queryOf(where), timeZone: zone });
  const openReplay = async (id: SessionId) => {
    await vscode.commands.executeCommand('agentLogbook.openReplay', id);
  };
  return {
    async start() {
      const labels = await agents.load();
      return {
        bundle: bundle(),
        agents: labels,
        charts,
        hasWorkspace: workspaceFolders().length > 0,
        focus: takeFocus(),
      };
    },
    usage: checked([range, dimension, optional(dimension), timeZone], (where, by, thenBy, zone) =>
      usage(clean(where), by, thenBy, zone),
    ),
    titles: checked([z.array(sessionId).max(1000)], async (ids) => {
      const sessions = await store.api.sessions({ ids, children: true }, { limit: ids.length });
      return Object.fromEntries(sessions.map((session) => [session.id, oneLine(session.title, 200)]));
    }),
    openSessions: checked([range, mark, timeZone], async (where, chosen, zone) => {
      const sessions = await sessionsBehind(store, clean(where), chosen, zone);
      const [only] = sessions;
      const picked =
        sessions.length > 1 ? await pickOf(sessions, oneLine(chosen.label, 100), await agents.load()) : only;
      if (picked) {
        await openReplay(picked.id);
      }
      return sessions.length > 0;
    }),
    openSession: checked([sessionId], openReplay),
  };
}

/** The sessions that a mark is made of, with their share of it, largest first. */
async function sessionsBehind(
  store: StoreClient,
  where: StatsRange,
  chosen: StatsMark,
  zone: string,
): Promise<SessionSummary[]> {
  const report = await store.api.usage({
    by: 'session',
    ...(chosen.by === 'none' ? {} : { thenBy: chosen.by }),
    ...queryOf(where),
    timeZone: zone,
  });
  const shares = new Map(
    report.rows
      .filter((row) => row.key !== null && (chosen.by === 'none' || row.second === chosen.key))
      .sort((a, b) => b.totalTokens - a.totalTokens)
      .slice(0, mostSessions)
      .map((row) => [`${row.agent}:${row.key}`, row]),
  );
  const ids = [...shares.keys()];
  if (ids.length === 0) {
    return [];
  }
  const sessions = await store.api.sessions({ ids, children: true }, { limit: ids.length });
  return sessions
    .map((session) => ({ ...session, usage: shares.get(session.id) ?? session.usage }))
    .sort((a, b) => b.usage.totalTokens - a.usage.totalTokens);
}

function queryOf(where: StatsRange): Pick<UsageQuery, 'since' | 'until' | 'ticket' | 'filter'> {
  return {
    ...(where.since === undefined ? {} : { since: where.since }),
    ...(where.until === undefined ? {} : { until: where.until }),
    ...(where.ticket === undefined ? {} : { ticket: where.ticket }),
    filter: {
      ...(where.scope === 'workspace' ? { folders: workspaceFolders() } : {}),
      ...(where.agent === undefined ? {} : { agents: [where.agent] }),
    },
  };
}

/** Without the fields that are absent, as the protocol writes them. */
function clean(where: z.output<typeof range>): StatsRange {
  return JSON.parse(JSON.stringify(where)) as StatsRange;
}
