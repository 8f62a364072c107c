import * as vscode from 'vscode';
import { changedLine } from '../../common/applyPatch.js';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import {
  mostFiles,
  mostFileSteps,
  pageLimit,
  type PanelHost,
  type ReplayHost,
  type ReplayPlace,
} from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import type { SessionDetail, SessionId } from '../../common/protocol.js';
import { checked, optional, sessionId, text, wholeNumber } from './arguments.js';
import * as z from 'zod';
import { openPath, readPath } from './openPath.js';
import { bundle, fillPanel, panelOptions, type PanelContext, type ShownPanel } from './panel.js';
import { openStepText, registerReplayDocuments, showFileSteps, showStepChanges } from './replayDocuments.js';

const viewType = 'agentLogbook.replay';

/** Rows and bodies that one call may ask for. */
const mostRows = 5000;
const mostBodies = 500;
const longestSearch = 1000;

const fileSteps = z
  .array(
    z.object({
      path: text(4000),
      messages: z.array(wholeNumber).max(mostFileSteps),
      from: wholeNumber,
      to: wholeNumber,
    }),
  )
  .max(mostFiles);

export interface ReplayPanels extends Disposable {
  /** Shows a session's replay beside the editor, at a step if given. Each session has at most one. */
  open(id: SessionId, at?: ReplayPlace): void;
}

interface OpenReplay {
  panel: vscode.WebviewPanel;
  shown: ShownPanel;
}

/** The replays that are open. They come back with the window, at the place where they were. */
export function createReplayPanels(context: PanelContext): ReplayPanels {
  const disposables = new DisposableStore();
  const open = new Map<SessionId, OpenReplay>();

  const fill = (panel: vscode.WebviewPanel, id: SessionId, at: ReplayPlace | null) => {
    const shown = fillPanel<ReplayHost>(context, panel, {
      name: 'replay',
      title: panel.title,
      api: replayHost(context, panel, id, at, (other) => panels.open(other)),
    });
    open.set(id, { panel, shown });
    panel.onDidDispose(() => {
      if (open.get(id)?.panel === panel) {
        open.delete(id);
      }
    });
  };

  const panels: ReplayPanels = {
    open(id, at) {
      const there = open.get(id);
      if (there) {
        there.panel.reveal();
        if (at) {
          there.shown.send({ event: 'goTo', ...at });
        }
        return;
      }
      // A second replay joins the first instead of splitting the editor once more.
      const column = [...open.values()].at(-1)?.panel.viewColumn ?? vscode.ViewColumn.Beside;
      const title = vscode.l10n.t('Replay');
      fill(vscode.window.createWebviewPanel(viewType, title, column, panelOptions(context)), id, at ?? null);
    },
    dispose() {
      disposables.dispose();
      for (const { panel } of open.values()) {
        panel.dispose();
      }
    },
  };

  disposables.add(registerReplayDocuments(context.store));
  disposables.add(
    context.store.onChanged(({ sessions }) => {
      for (const [id, { panel, shown }] of open) {
        if (panel.visible && (sessions === 'all' || sessions.includes(id))) {
          shown.send({ event: 'changed', rebuilt: sessions === 'all' });
        }
      }
    }),
  );
  disposables.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel(panel, state: unknown) {
        const id = (state as { sessionId?: unknown } | null | undefined)?.sessionId;
        if (typeof id === 'string' && !open.has(id)) {
          fill(panel, id, null);
        } else {
          panel.dispose();
        }
        return Promise.resolve();
      },
    }),
  );
  return panels;
}

function replayHost(
  { store, agents }: PanelContext,
  panel: vscode.WebviewPanel,
  id: SessionId,
  at: ReplayPlace | null,
  openReplay: (id: SessionId) => void,
): Omit<ReplayHost, keyof PanelHost> {
  let first = at;
  let detail: SessionDetail | null = null;
  return {
    async start() {
      const labels = await agents.load();
      // Only the first page begins there; one that was hidden meanwhile goes on where it was.
      const start = { sessionId: id, at: first, bundle: bundle(), agents: labels };
      first = null;
      return start;
    },
    async session() {
      detail = await store.api.session(id);
      if (detail) {
        panel.title = oneLine(detail.title, 40) || vscode.l10n.t('Replay');
      }
      return detail;
    },
    outline: checked([wholeNumber, wholeNumber.max(mostRows)], (from, limit) =>
      store.api.outline(id, from, limit),
    ),
    bodies: checked([z.array(wholeNumber).max(mostBodies)], (ids) => store.api.bodies(ids, pageLimit)),
    containing: checked([z.array(wholeNumber).max(mostBodies), text(longestSearch)], (ids, wanted) =>
      store.api.containing(ids, wanted),
    ),
    openFile: checked([text(4000), optional(wholeNumber)], async (path, line) => {
      detail ??= await store.api.session(id);
      return openPath(path, detail?.cwd ?? null, line);
    }),
    openChanged: checked([text(4000), wholeNumber], async (path, message) => {
      detail ??= await store.api.session(id);
      const cwd = detail?.cwd ?? null;
      const [body] = await store.api.bodies([message]);
      const patch = body?.fileChanges.find((change) => (change.newPath ?? change.path) === path)?.patch;
      const now = patch ? await readPath(path, cwd) : null;
      return openPath(path, cwd, (patch && now !== null && changedLine(patch, now)) || undefined);
    }),
    showFiles: checked([fileSteps], async (files) => {
      detail ??= await store.api.session(id);
      await showFileSteps(store, files, detail?.cwd ?? null);
    }),
    showChanges: checked([wholeNumber], async (message) => {
      const [body] = await store.api.bodies([message]);
      await showStepChanges(message, body?.fileChanges ?? []);
    }),
    openText: checked([wholeNumber, z.enum(['text', 'output'])], (message, part) =>
      openStepText(
        message,
        part,
        part === 'text' ? `${vscode.l10n.t('Message')}.md` : `${vscode.l10n.t('Output')}.log`,
      ),
    ),
    async resume() {
      await vscode.commands.executeCommand('agentLogbook.resumeInTerminal', id);
    },
    openSession: checked([sessionId], (other) => {
      openReplay(other);
      return Promise.resolve();
    }),
  };
}
