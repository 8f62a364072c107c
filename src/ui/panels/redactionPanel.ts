import { dirname, join } from 'node:path';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import {
  exportFormats,
  type ExportFormatId,
  type ExportResult,
  type ExportSelection,
  type OwnPattern,
  type ScanResult,
} from '../../common/export.js';
import type { Disposable } from '../../common/lifecycle.js';
import type { PanelHost } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import type { RedactionHost } from '../../common/redactionPanel.js';
import { startExporter, type ExportClient } from '../../export/client.js';
import { windowSettings, writeSetting } from '../config.js';
import { list, text, upTo, wholeNumber } from '../../service/shapes.js';
import { checked } from './arguments.js';
import { bundle, fillPanel, panelOptions, type PanelContext } from './panel.js';

const viewType = 'agentLogbook.redaction';
const mostFindings = 500;

/** An export that is about to be written. */
export interface ExportPlan {
  selection: ExportSelection;
  format: ExportFormatId;
  /** What is exported, for people and for the name of the file. */
  what: string;
}

export interface RedactionPanels extends Disposable {
  /** Shows the secrets of an export, and writes it from there. */
  open(plan: ExportPlan): void;
}

const choice = z.object({
  rules: list(text(100), 1000),
  secrets: list(wholeNumber, 1_000_000),
});

/** The exports that are being prepared. Each has a thread of its own, which ends with the panel. */
export function createRedactionPanels(context: PanelContext, version: string): RedactionPanels {
  const open = new Set<vscode.WebviewPanel>();
  const file = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  return {
    open(plan) {
      const title = vscode.l10n.t('Export: {0}', oneLine(plan.what, 40));
      const panel = vscode.window.createWebviewPanel(
        viewType,
        title,
        vscode.ViewColumn.Active,
        // What was found and chosen is in the page, and a page that is hidden would lose what is being written.
        { ...panelOptions(context), retainContextWhenHidden: true },
      );
      const exporter = startExporter({
        workerPath: file('exporter.js'),
        player: file('webview'),
        version,
        store: context.store.channel(),
      });
      const api = redactionHost(context, exporter, plan);
      const shown = fillPanel<RedactionHost>(context, panel, { name: 'redaction', title, api });
      const progress = exporter.onProgress((now) => shown.send({ event: 'exportProgress', progress: now }));
      open.add(panel);
      panel.onDidDispose(() => {
        open.delete(panel);
        progress.dispose();
        exporter.dispose();
      });
    },
    dispose: () => open.forEach((panel) => panel.dispose()),
  };
}

function redactionHost(
  { agents }: PanelContext,
  exporter: ExportClient,
  plan: ExportPlan,
): Omit<RedactionHost, keyof PanelHost> {
  let scanned: Promise<ScanResult> | undefined;
  let result: ExportResult | undefined;
  const scan = () => {
    scanned = exporter.api.scan(plan.selection, ownPatterns());
    // One that failed is tried again.
    scanned.catch(() => (scanned = undefined));
    return scanned;
  };
  return {
    async start() {
      const labels = await agents.load();
      return { bundle: bundle(), agents: labels, format: plan.format, what: oneLine(plan.what, 200) };
    },
    scan: () => scanned ?? scan(),
    findings: checked([wholeNumber, upTo(mostFindings)], (from, limit) => exporter.api.findings(from, limit)),
    addPattern: checked([text(100), text(1000)], async (name, pattern) => {
      const before = windowSettings.secretPatterns();
      await writeSetting('export.secretPatterns', { ...before, [name.trim() || pattern]: pattern });
      try {
        await scan();
        return null;
      } catch (error) {
        // A pattern that does not work would stand in the way of every export.
        await writeSetting('export.secretPatterns', before);
        await scan();
        return error instanceof Error ? error.message : String(error);
      }
    }),
    write: checked([choice], async (keep) => {
      const place = await askPlace(plan);
      if (!place) {
        return null;
      }
      result = await exporter.api.write({ format: plan.format, path: place.fsPath, keep });
      return result;
    }),
    cancel: () => exporter.api.cancel(),
    async openResult() {
      if (result) {
        await openWritten(result);
      }
    },
  };
}

function ownPatterns(): OwnPattern[] {
  return Object.entries(windowSettings.secretPatterns()).flatMap(([name, pattern]) =>
    typeof pattern === 'string' ? [{ name, pattern }] : [],
  );
}

/** The file or new folder to write; undefined: the user has thought better of it. */
async function askPlace({ format, what }: ExportPlan): Promise<vscode.Uri | undefined> {
  const described = exportFormats.find(({ id }) => id === format);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const name = `${
    oneLine(what, 60)
      .replace(/[^\p{L}\p{N}_-]+/gu, '-')
      .replace(/^-+|-+$/g, '') || 'export'
  }-${format}`;
  const extension = described?.extension ?? '';
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export as {0}', vscode.l10n.t(described?.label ?? format)),
    saveLabel: vscode.l10n.t('Export'),
    defaultUri: vscode.Uri.file(join(folder, extension ? `${name}.${extension}` : name)),
    ...(extension ? { filters: { [described?.label ?? format]: [extension] } } : {}),
  });
}

/** A page in the browser, a text in the editor, everything else where it lies. */
async function openWritten({ format, path }: ExportResult): Promise<void> {
  const uri = vscode.Uri.file(path);
  if (format === 'html') {
    await vscode.env.openExternal(uri);
  } else if (['markdown', 'json', 'ndjson', 'csv', 'analytics-csv', 'analytics-json'].includes(format)) {
    await vscode.commands.executeCommand('vscode.open', uri);
  } else {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(dirname(join(path, 'x'))));
  }
}
