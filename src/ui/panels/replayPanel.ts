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
import { longestPattern, type TextPattern } from '../../common/textPattern.js';
import { linkTo } from '../links.js';
import { sessionMarkdown } from '../sessionMarkdown.js';
import { list, text, upTo, wholeNumber } from '../../service/shapes.js';
import { checked, optional, sessionId } from './arguments.js';
import * as z from 'zod/mini';
import { openPath, readPath } from './openPath.js';
import { bundle, fillPanel, panelOptions, type PanelContext, type ShownPanel } from './panel.js';
import { openStepText, registerReplayDocuments, showFileSteps, showStepChanges } from './replayDocuments.js';

const viewType = 'agentLogbook.replay';

/** Rows and bodies that one call may ask for. */
const mostRows = 5000;
const mostBodies = 500;
const longestNote = 10_000;

const textPattern = z.object({
  text: text(longestPattern, 1),
  regex: z.optional(z.literal(true)),
  matchCase: z.optional(z.literal(true)),
  wholeWord: z.optional(z.literal(true)),
});

const fileSteps = list(
  z.object({
    path: text(4000),
    messages: list(wholeNumber, mostFileSteps),
    from: wholeNumber,
    to: wholeNumber,
  }),
  mostFiles,
);

export interface ReplayPanels extends Disposable {
  /** Shows a session's replay beside the editor, at a step if given. Each session has at most one. */
  open(id: SessionId, at?: ReplayPlace): void;
}

interface OpenReplay {
  panel: vscode.WebviewPanel;
  shown: ShownPanel;
}

/** The replays that are open. They come back with the window, at the place where they were. */
export function createReplayPanels(context: PanelContext, extensionId: string): ReplayPanels {
  const disposables = new DisposableStore();
  const open = new Map<SessionId, OpenReplay>();

  const fill = (panel: vscode.WebviewPanel, id: SessionId, at: ReplayPlace | null) => {
    const shown = fillPanel<ReplayHost>(context, panel, {
      name: 'replay',
      title: panel.title,
      api: replayHost(context, { panel, id, at, extensionId, openReplay: (other) => panels.open(other) }),
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

interface ReplayHostOptions {
  panel: vscode.WebviewPanel;
  id: SessionId;
  at: ReplayPlace | null;
  extensionId: string;
  openReplay(id: SessionId): void;
}

function replayHost(
  { store, agents }: PanelContext,
  { panel, id, at, extensionId, openReplay }: ReplayHostOptions,
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
    outline: checked([wholeNumber, upTo(mostRows)], (from, limit) => store.api.outline(id, from, limit)),
    bodies: checked([list(wholeNumber, mostBodies)], (ids) => store.api.bodies(ids, pageLimit)),
    image: checked([wholeNumber, upTo(1000)], (message, index) => store.api.image(message, index)),
    matching: checked([list(wholeNumber, mostBodies), textPattern], (ids, pattern) =>
      store.api.matching(ids, JSON.parse(JSON.stringify(pattern)) as TextPattern),
    ),
    pins: () => store.api.pins(id),
    setPin: checked([wholeNumber, z.nullable(text(longestNote))], (message, note) =>
      store.api.setPin(message, note),
    ),
    removePin: checked([text(1000)], (uid) => store.api.removePin(id, uid)),
    copyLink: checked([z.nullable(text(500))], async (uid) =>
      vscode.env.clipboard.writeText(linkTo({ session: id, step: uid }, extensionId)),
    ),
    copyMarkdown: checked([optional(wholeNumber), optional(wholeNumber)], async (from, to) => {
      const session = await store.api.session(id);
      if (session) {
        const steps = from === undefined || to === undefined ? undefined : { from, to };
        const markdown = await sessionMarkdown(session, store.api, await agents.load(), steps);
        await vscode.env.clipboard.writeText(markdown);
      }
    }),
    async toggleWide() {
      await vscode.commands.executeCommand('workbench.action.toggleMaximizeEditorGroup');
    },
    async showPage() {
      await vscode.commands.executeCommand('agentLogbook.showSessionPage', id);
    },
    async compare() {
      await vscode.commands.executeCommand('agentLogbook.compareSessions', id);
    },
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
    resume: checked([optional(wholeNumber)], async (seq) => {
      await vscode.commands.executeCommand('agentLogbook.resumeInTerminal', id, { seq });
    }),
    moveToTicket: checked([wholeNumber], async (from) => {
      await vscode.commands.executeCommand('agentLogbook.assignRange', id, { from });
    }),
    openSession: checked([sessionId], (other) => {
      openReplay(other);
      return Promise.resolve();
    }),
  };
}
