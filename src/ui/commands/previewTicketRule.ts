import * as vscode from 'vscode';
import { formatCost, formatCount, formatTokens } from '../../common/format.js';
import { oneLine } from '../../common/plainText.js';
import type { RuleMoveSums, RulePreview } from '../../common/ticketPage.js';
import { writeSetting } from '../config.js';
import { withoutIcons } from '../text.js';
import type { Command, Services } from './command.js';

/** Rows of the list; those with most tokens. */
const mostShown = 200;

/** Shows what another expression for branch names would move from which ticket to which, before it holds. */
export const previewTicketRule: Command = {
  id: 'agentLogbook.previewTicketRule',
  async run({ store }, given) {
    let pattern = typeof given === 'string' ? given : (await store.api.settings()).ticketPattern;
    for (;;) {
      const typed = await vscode.window.showInputBox({
        title: vscode.l10n.t('Preview a rule for tickets'),
        prompt: vscode.l10n.t(
          "Regular expression that finds a ticket's key in a branch name. Empty: the built-in rule. Nothing changes yet.",
        ),
        value: pattern,
        ignoreFocusOut: true,
        validateInput: expressionProblem,
      });
      if (typed === undefined) {
        return;
      }
      pattern = typed;
      const choice = await show(await tryRule(store, pattern), pattern);
      if (choice === 'apply') {
        await writeSetting('tickets.pattern', pattern);
        return;
      }
      if (choice !== 'change') {
        return;
      }
    }
  },
};

function tryRule({ api }: Services['store'], pattern: string): Thenable<RulePreview> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Trying the rule…') },
    () => api.previewTicketRule(pattern),
  );
}

type Choice = 'apply' | 'change';

interface Row extends vscode.QuickPickItem {
  choice?: Choice;
}

async function show(preview: RulePreview, pattern: string): Promise<Choice | undefined> {
  const { moves, totals, problem } = preview;
  const rule = pattern.trim() === '' ? vscode.l10n.t('the built-in rule') : oneLine(pattern, 100);
  const change: Row = {
    label: `$(edit) ${vscode.l10n.t('Change the expression…')}`,
    choice: 'change',
  };
  const apply: Row = {
    label: `$(check) ${vscode.l10n.t('Let it hold')}`,
    description: withoutIcons(rule),
    detail:
      moves.length === 0
        ? vscode.l10n.t('No response would have another ticket.')
        : vscode.l10n.t('What would move: {0}', sumsText(totals)),
    choice: 'apply',
  };
  const none = vscode.l10n.t('no ticket');
  const rows: Row[] = moves.slice(0, mostShown).map((move) => ({
    label: withoutIcons(`${move.from ?? none} → ${move.to ?? none}`),
    description: sumsText(move),
  }));
  const separator = {
    label: vscode.l10n.t('From which ticket to which'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  const left = moves.length - mostShown;
  const picked = await vscode.window.showQuickPick<Row>(
    [
      ...(problem === null ? [apply] : []),
      change,
      ...(rows.length > 0 ? [separator] : []),
      ...rows,
      ...(left > 0 ? [{ label: vscode.l10n.t('… and {0} more', formatCount(left)) }] : []),
    ],
    {
      title: vscode.l10n.t('Preview a rule for tickets'),
      placeHolder:
        problem === null
          ? vscode.l10n.t('Nothing has changed yet')
          : oneLine(vscode.l10n.t('The expression cannot be used: {0}', problem), 300),
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  return picked?.choice;
}

function sumsText(sums: RuleMoveSums): string {
  const { responses, unknownResponses, sessions, totalTokens, costUsd, estimate } = sums;
  const count = responses + unknownResponses;
  return [
    count === 1 ? vscode.l10n.t('1 response') : vscode.l10n.t('{0} responses', formatCount(count)),
    sessions === 1 ? vscode.l10n.t('1 session') : vscode.l10n.t('{0} sessions', formatCount(sessions)),
    vscode.l10n.t('{0} tokens', responses === 0 ? '?' : formatTokens(totalTokens)),
    costUsd === null ? vscode.l10n.t('no price') : `${estimate ? '~' : ''}${formatCost(costUsd)}`,
  ].join(' · ');
}

function expressionProblem(value: string): string | undefined {
  try {
    new RegExp(value, 'i');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
