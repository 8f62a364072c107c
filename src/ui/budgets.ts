import * as vscode from 'vscode';
import {
  budgetQuery,
  budgetState,
  dueWarnings,
  validBudgets,
  type BudgetState,
  type BudgetWarnings,
} from '../common/budgets.js';
import { formatCost } from '../common/format.js';
import { DisposableStore, toDisposable, type Disposable } from '../common/lifecycle.js';
import { oneLine } from '../common/plainText.js';
import { clockOf } from '../stats/clock.js';
import type { StoreClient } from '../store/client.js';
import { onDidChangeSettings, windowSettings } from './config.js';
import { withoutIcons } from './text.js';
import { tooltip } from './views/tooltip.js';

const coalesceMs = 3000;
const againMs = 300_000;
const memory = 'budgetWarnings';

/** Looks at the user's budgets while there are any: an item of the status bar, and one warning for each threshold. */
export function createBudgets(options: {
  store: StoreClient;
  memento: vscode.Memento;
  log: vscode.LogOutputChannel;
}): Disposable {
  const { store, memento, log } = options;
  const disposables = new DisposableStore();
  const item = disposables.add(
    vscode.window.createStatusBarItem('agentLogbook.budgets', vscode.StatusBarAlignment.Left, 39),
  );
  item.name = vscode.l10n.t('Agent Logbook: Budgets');
  item.command = 'agentLogbook.openStats';
  let timer: NodeJS.Timeout | undefined;
  let asking = false;

  const update = async () => {
    timer = undefined;
    const budgets = validBudgets(windowSettings.budgets());
    if (budgets.length === 0) {
      item.hide();
      return;
    }
    if (asking) {
      soon();
      return;
    }
    asking = true;
    try {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const clock = clockOf(timeZone, Date.now());
      const states = await Promise.all(
        budgets.map(async (budget) => {
          const { totals } = await store.api.usage({ ...budgetQuery(budget, clock), timeZone });
          return budgetState(budget, totals, clock);
        }),
      );
      show(item, states);
      await warn(states);
    } catch (error) {
      // The store says itself when it is out of order.
      log.warn(`The budgets could not be looked at: ${String(error)}`);
    } finally {
      asking = false;
    }
  };
  const soon = () => {
    timer ??= setTimeout(() => void update(), coalesceMs);
  };

  async function warn(states: readonly BudgetState[]): Promise<void> {
    // Of several windows the one that is looked at warns; what it remembers the others read.
    if (!vscode.window.state.focused) {
      return;
    }
    const { due, warned } = dueWarnings(states, memento.get<BudgetWarnings>(memory, {}));
    await memento.update(memory, warned);
    for (const state of due) {
      void tell(state).then(undefined, (error: unknown) =>
        log.warn(`A warning of a budget failed: ${String(error)}`),
      );
    }
  }

  disposables.add(
    store.onChanged(({ sessions, tickets, settings }) => {
      if (sessions.length > 0 || tickets || settings) {
        soon();
      }
    }),
  );
  disposables.add(onDidChangeSettings(soon));
  disposables.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && soon()));
  // Days end without a word.
  const clock = setInterval(soon, againMs);
  disposables.add(toDisposable(() => clearInterval(clock)));
  disposables.add(toDisposable(() => clearTimeout(timer)));
  soon();
  return disposables;
}

async function tell(state: BudgetState): Promise<void> {
  const open = vscode.l10n.t('Open Statistics');
  const message = vscode.l10n.t(
    '{0} % of the budget “{1}” are used: {2} of {3} at API prices.',
    String(state.reached ?? 0),
    oneLine(state.budget.name, 60),
    spentText(state),
    formatCost(state.budget.usd),
  );
  const choice =
    (state.reached ?? 0) >= 90
      ? await vscode.window.showWarningMessage(message, open)
      : await vscode.window.showInformationMessage(message, open);
  if (choice === open) {
    await vscode.commands.executeCommand('agentLogbook.openStats');
  }
}

/** The budget of which most is used stands in the bar; all of them are in the tooltip. */
function show(item: vscode.StatusBarItem, states: readonly BudgetState[]): void {
  const [first] = [...states].sort((a, b) => b.share - a.share);
  if (!first || !windowSettings.statusBar()) {
    item.hide();
    return;
  }
  item.text = `$(credit-card) ${withoutIcons(oneLine(first.budget.name, 20))} ${percent(first)}`;
  item.backgroundColor =
    (first.reached ?? 0) >= 100
      ? new vscode.ThemeColor('statusBarItem.errorBackground')
      : (first.reached ?? 0) >= 90
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
  const rows = states.map((state): [string, string] => [
    oneLine(state.budget.name, 60),
    vscode.l10n.t('{0}: {1} of {2}', percent(state), spentText(state), formatCost(state.budget.usd)),
  ]);
  item.tooltip = tooltip(vscode.l10n.t('Budgets, at API prices'), rows);
  item.accessibilityInformation = {
    label: [vscode.l10n.t('Budgets'), ...rows.map(([name, text]) => `${name} ${text}`)].join(', '),
    role: 'button',
  };
  item.show();
}

function percent({ share, spentUsd }: BudgetState): string {
  return spentUsd === null ? '? %' : `${Math.floor(share * 100 + 1e-9)} %`;
}

/** What is spent; with a plus where a part has no price. */
function spentText({ spentUsd, isPart }: BudgetState): string {
  return spentUsd === null ? '?' : `${formatCost(spentUsd)}${isPart ? '+' : ''}`;
}
