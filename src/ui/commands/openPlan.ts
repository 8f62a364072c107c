import * as vscode from 'vscode';
import { oneLine } from '../../common/plainText.js';
import { documentUri } from '../documents.js';
import { withoutIcons } from '../text.js';
import type { Command } from './command.js';

/** Opens a plan as Markdown text, not rendered: it may name pictures on other machines. */
export const openPlan: Command = {
  id: 'agentLogbook.openPlan',
  async run({ store }, arg) {
    const given = (arg as { plan?: { id: number; name: string } } | null | undefined)?.plan;
    const plan =
      given ??
      (
        await vscode.window.showQuickPick(
          (await store.api.plans({}, { limit: 500 })).map((item) => ({
            label: withoutIcons(oneLine(item.title) || oneLine(item.name)),
            plan: item,
          })),
          { placeHolder: vscode.l10n.t('Which plan?') },
        )
      )?.plan;
    if (!plan) {
      return;
    }
    const title = oneLine(plan.name, 60).replace(/\.md$/i, '');
    const document = await vscode.workspace.openTextDocument(
      documentUri(`${title}.md`, { kind: 'plan', id: plan.id }),
    );
    await vscode.languages.setTextDocumentLanguage(document, 'markdown');
    await vscode.window.showTextDocument(document);
  },
};
