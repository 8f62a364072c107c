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
    const words = (arg as { words?: readonly string[] } | null | undefined)?.words;
    const found = words?.map((word) => document.getText().indexOf(word)).find((at) => at >= 0);
    if (words === undefined || found === undefined) {
      await vscode.window.showTextDocument(document);
      return;
    }
    // Beside the search, at the first word that it found.
    const selection = new vscode.Range(document.positionAt(found), document.positionAt(found));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, selection });
  },
};
