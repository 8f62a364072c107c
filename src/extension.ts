import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerStore } from './service/stores.js';
import { createQueryRunner } from './store/queryRunner.js';
import { startStoreWorker, type StoreClient } from './store/client.js';
import { createAgentNames } from './ui/agentNames.js';
import { followSettings } from './ui/config.js';
import { registerDocuments } from './ui/documents.js';
import { showFirstRunOnce } from './ui/firstRun.js';
import { createFolderWatch } from './ui/folders.js';
import { showImportProgress } from './ui/importProgress.js';
import { registerLinks } from './ui/links.js';
import { createLog, reportError } from './ui/log.js';
import { createNotifications } from './ui/notifications.js';
import { createComparePanels } from './ui/panels/comparePanel.js';
import { createRedactionPanels } from './ui/panels/redactionPanel.js';
import { createReplayPanels } from './ui/panels/replayPanel.js';
import { createSearchPanel } from './ui/panels/searchPanel.js';
import { createSqlPanel } from './ui/panels/sqlPanel.js';
import { createSessionPanels } from './ui/panels/sessionPanel.js';
import { createStatsPanel } from './ui/panels/statsPanel.js';
import { createTicketPanels } from './ui/panels/ticketPanel.js';
import { registerCommands } from './ui/registerCommands.js';
import { createQueryMemory } from './ui/queryMemory.js';
import { registerSampleSessions } from './ui/samples/sampleSessions.js';
import { createSearchMemory } from './ui/searchMemory.js';
import { createShownStore, type ShownStore } from './ui/shownStore.js';
import { createBudgets } from './ui/budgets.js';
import { createStatusBar } from './ui/statusBar.js';
import { registerTerminalPath } from './ui/terminalPath.js';
import { createTrackPrompt } from './ui/trackPrompt.js';
import { PlanTree } from './ui/views/planTree.js';
import { SessionTree } from './ui/views/sessionTree.js';
import { TicketTree } from './ui/views/ticketTree.js';
import { createTreeState } from './ui/views/treeState.js';

/** What tests get: the store as the views see it, when it answers, and the views. */
export interface Exports {
  store: ShownStore;
  ready: Promise<void>;
  sessions: SessionTree;
  tickets: TicketTree;
  plans: PlanTree;
}

let open: ShownStore | undefined;

/** Starts the store's thread and registers the surfaces; waits for neither. The order is the order of dependence. */
export function activate(context: vscode.ExtensionContext): Exports {
  const register = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const { extensionUri, extension, globalStorageUri } = context;
  const media = vscode.Uri.joinPath(extensionUri, 'media');
  const storage = join(globalStorageUri.fsPath, 'store');

  const log = register(createLog());
  const store = createShownStore(startStore(context, log, storage, { home: homedir(), env: process.env }));
  open = store;
  register(followSettings(store.own, log));
  register(
    registerSampleSessions({
      store,
      media,
      storage: globalStorageUri,
      start: (folder, home) => startStore(context, log, folder, { home, env: {} }),
      log,
    }),
  );

  const agents = createAgentNames(store);
  const tree = createTreeState(context.workspaceState);
  const sessions = register(new SessionTree(store, tree, agents, log));
  const tickets = register(new TicketTree(store, agents, log));
  const plans = register(new PlanTree(store, log));
  const replay = register(createReplayPanels({ extensionUri, store, agents, log }, extension.id));
  const compare = register(createComparePanels({ extensionUri, store, agents, log }, { replay }));
  register(registerLinks({ store, log, replay }));
  const sessionPages = register(createSessionPanels({ extensionUri, store, agents, log }, { replay }));
  const { version } = extension.packageJSON as { version: string };
  const exports = register(createRedactionPanels({ extensionUri, store, agents, log }, version));
  const ticketPages = register(createTicketPanels({ extensionUri, store, agents, log }, { replay }));
  const searches = createSearchMemory(context.globalState);
  const search = register(createSearchPanel({ extensionUri, store, agents, log }, { replay, searches }));
  const createRunner = () =>
    createQueryRunner({
      workerPath: context.asAbsolutePath('dist/queryWorker.js'),
      wasmPath: context.asAbsolutePath('dist/sql-wasm.wasm'),
      makeCopy: () => store.api.copyStore(),
    });
  const queries = createQueryMemory(context.globalState);
  const sql = register(
    createSqlPanel({ extensionUri, store, agents, log }, { replay, queries, createRunner }),
  );
  const stats = register(createStatsPanel({ extensionUri, store, agents, log }));

  const folder = register(createFolderWatch(log));
  const onStatus = createTrackPrompt(context.globalState, log);
  register(createStatusBar({ store: store.own, folder, log, onStatus }));
  const openReplay = (id: string) => replay.open(id);
  register(createNotifications({ store: store.own, memento: context.globalState, log, openReplay }));
  register(createBudgets({ store: store.own, memento: context.globalState, log }));
  register(showImportProgress({ store, view: sessions, log }));
  register(registerDocuments(store, log));
  register(registerTerminalPath({ context, storage, log }));
  register(
    registerCommands({
      ...{ store, agents, log, tree, sessions, tickets, plans },
      ...{ exports, replay, sessionPages, ticketPages, compare, search, searches, sql, stats, extension },
    }),
  );

  setImmediate(() => afterActivation(context, log, storage));
  const ready = store.api.progress().then(() => undefined);
  // A store that cannot be opened is told by its state; here nobody need listen.
  ready.catch(() => undefined);
  return { store, ready, sessions, tickets, plans };
}

/** The store's owner closes its database before the process ends; another window takes over. */
export async function deactivate(): Promise<void> {
  await open?.close();
}

function startStore(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  storage: string,
  places: { home: string; env: Readonly<Record<string, string | undefined>> },
): StoreClient {
  return startStoreWorker({
    workerPath: context.asAbsolutePath('dist/worker.js'),
    wasmPath: context.asAbsolutePath('dist/sql-wasm.wasm'),
    storage,
    places: { home: places.home, env: { ...places.env }, platform: platform() },
    watch: true,
    version: (context.extension.packageJSON as { version: string }).version,
    log: (message, level) => log[level](message),
  });
}

/** What nobody waits for. */
function afterActivation(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  storage: string,
): void {
  const places = { home: homedir(), env: process.env, platform: process.platform };
  registerStore(storage, places, Date.now()).catch((error: unknown) =>
    log.warn(`A command line outside of VS Code will not find this store: ${String(error)}`),
  );
  showFirstRunOnce(context).catch((error: unknown) =>
    reportError(log, vscode.l10n.t('The first-run screen could not be shown'), error),
  );
}

function platform(): 'linux' | 'darwin' | 'win32' {
  return process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
}
