import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import type { StatsFocus, StatsHost } from '../../common/statsPanel.js';
import { fillPanel, panelOptions, type PanelContext, type ShownPanel, restoreOnlyPanel } from './panel.js';
import { statsHost } from './statsHost.js';

const viewType = 'agentLogbook.stats';

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
