import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import type { PanelEvent, PanelHost } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import { serve, type Port } from '../../common/rpc.js';
import type { StoreClient } from '../../store/client.js';
import type { AgentNames } from '../agentNames.js';
import { text } from '../../service/shapes.js';
import { checked, webAddress } from './arguments.js';
import { panelHtml } from './panelHtml.js';

/** What panels need. */
export interface PanelContext {
  extensionUri: vscode.Uri;
  store: StoreClient;
  agents: AgentNames;
  log: vscode.LogOutputChannel;
}

/** A panel that shows its webview. */
export interface ShownPanel extends Disposable {
  /** Tells the page something; lost when the page is hidden. */
  send(event: PanelEvent): void;
}

/**
 * Fills a panel with the webview `name` of dist/webview, and answers what it asks with the functions of `api` and no
 * others. Ends with the panel.
 */
export function fillPanel<T extends PanelHost>(
  context: PanelContext,
  panel: vscode.WebviewPanel,
  { name, title, api }: { name: string; title: string; api: Omit<T, keyof PanelHost> },
): ShownPanel {
  const { webview } = panel;
  const folder = folderOf(context);
  const disposables = new DisposableStore();
  const port: Port = {
    // False when the page is hidden, which every sender of events reckons with.
    post: (message) => void webview.postMessage(message),
    onMessage: (listener) => webview.onDidReceiveMessage(listener),
  };
  disposables.add(serve(port, { ...api, ...commonHost(context, name) }));
  webview.options = { enableScripts: true, localResourceRoots: [folder], enableCommandUris: false };
  webview.html = panelHtml({
    script: webview.asWebviewUri(vscode.Uri.joinPath(folder, `${name}.js`)).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(folder, `${name}.css`)).toString(),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    title,
    language: vscode.env.language,
  });
  disposables.add(panel.onDidDispose(() => disposables.dispose()));
  return { send: (event) => port.post(event), dispose: () => disposables.dispose() };
}

/** The options that a new panel is made with. */
export function panelOptions(context: PanelContext): vscode.WebviewPanelOptions & vscode.WebviewOptions {
  // Find works in the page itself, since most messages are not in it.
  return { enableScripts: true, localResourceRoots: [folderOf(context)], enableFindWidget: false };
}

function folderOf({ extensionUri }: PanelContext): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** Translations for the webviews; undefined in English. */
export function bundle(): Readonly<Record<string, string>> {
  return vscode.l10n.bundle ?? {};
}

function commonHost({ log }: PanelContext, name: string): PanelHost {
  return {
    copy: checked([text(5_000_000)], async (value) => vscode.env.clipboard.writeText(value)),
    // VS Code asks before it leaves for a host that the user has not trusted.
    openLink: checked([webAddress], async (url) => {
      await vscode.env.openExternal(vscode.Uri.parse(url, true));
    }),
    reportError: checked([text(4000)], (message) => {
      log.error(`Webview ${name}: ${oneLine(message, 2000)}`);
      return Promise.resolve();
    }),
  };
}

/** Restores a panel of which there is one only, when the window is opened again: a second one is closed. */
export function restoreOnlyPanel(
  viewType: string,
  isOpen: () => boolean,
  fill: (panel: vscode.WebviewPanel) => void,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel(panel) {
      if (isOpen()) {
        panel.dispose();
      } else {
        fill(panel);
      }
      return Promise.resolve();
    },
  });
}
