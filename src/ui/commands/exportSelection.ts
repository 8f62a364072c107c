import * as vscode from 'vscode';
import { exportFormats, type ExportSelection } from '../../common/export.js';
import { oneLine } from '../../common/plainText.js';
import type { Services } from './command.js';

/** Asks for the form, and shows what is secret in it first. */
export async function exportSelection(
  services: Services,
  selection: ExportSelection,
  what: string,
): Promise<void> {
  const items = exportFormats.map(({ id, label, detail }) => ({
    label: vscode.l10n.t(label),
    detail: vscode.l10n.t(detail),
    id: id,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Export “{0}” as…', oneLine(what, 60)),
    matchOnDetail: true,
  });
  if (picked) {
    services.exports.open({ selection, format: picked.id, what });
  }
}
