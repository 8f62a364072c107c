import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import type { MarkChange } from '../../common/marks.js';
import type { PanelHost, ReplayPlace } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import type { SessionId } from '../../common/protocol.js';
import type { SessionHost } from '../../common/sessionPage.js';
import { documentUri } from '../documents.js';
import { list, text, wholeNumber } from '../../service/shapes.js';
import { checked, optional, sessionId } from './arguments.js';
import { bundle, fillPanel, panelOptions, type PanelContext, type ShownPanel } from './panel.js';

const viewType = 'agentLogbook.session';
/** Bytes of a pinned message that the page shows. */
const previewBytes = 400;

const tag = text(200);
const change = z.object({
  title: z.optional(z.nullable(text(1000))),
  note: z.optional(z.nullable(text(20_000))),
  favourite: z.optional(z.boolean()),
  archived: z.optional(z.boolean()),
  addTags: z.optional(list(tag, 20)),
  removeTags: z.optional(list(tag, 20)),
});

export interface SessionPanels extends Disposable {
  /** Shows a session's page. Each session has at most one. */
  open(id: SessionId): void;
}

interface SessionServices {
  replay: { open(id: SessionId, at?: ReplayPlace): void };
}

/** The pages of sessions that are open. They come back with the window. */
export function createSessionPanels(context: PanelContext, services: SessionServices): SessionPanels {
  const disposables = new DisposableStore();
  const open = new Map<SessionId, { panel: vscode.WebviewPanel; shown: ShownPanel }>();

  const fill = (panel: vscode.WebviewPanel, id: SessionId) => {
    const shown = fillPanel<SessionHost>(context, panel, {
      name: 'session',
      title: panel.title,
      api: sessionHost(context, services, panel, id, (other) => panels.open(other)),
    });
    open.set(id, { panel, shown });
    panel.onDidDispose(() => {
      if (open.get(id)?.panel === panel) {
        open.delete(id);
      }
    });
  };

  const panels: SessionPanels = {
    open(id) {
      const there = open.get(id);
      if (there) {
        there.panel.reveal();
        return;
      }
      const title = vscode.l10n.t('Session');
      fill(
        vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, panelOptions(context)),
        id,
      );
    },
    dispose() {
      disposables.dispose();
      for (const { panel } of open.values()) {
        panel.dispose();
      }
    },
  };

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
          fill(panel, id);
        } else {
          panel.dispose();
        }
        return Promise.resolve();
      },
    }),
  );
  return panels;
}

function sessionHost(
  { store, agents }: PanelContext,
  { replay }: SessionServices,
  panel: vscode.WebviewPanel,
  id: SessionId,
  openPage: (id: SessionId) => void,
): Omit<SessionHost, keyof PanelHost> {
  return {
    async start() {
      return { sessionId: id, bundle: bundle(), agents: await agents.load() };
    },
    async session() {
      const detail = await store.api.session(id);
      if (detail) {
        panel.title = oneLine(detail.title, 40) || vscode.l10n.t('Session');
      }
      return detail;
    },
    files: () => store.api.sessionFiles(id),
    async pins() {
      const pins = await store.api.pins(id);
      const bodies = await store.api.bodies(
        pins.flatMap(({ message }) => message ?? []).slice(0, 1000),
        previewBytes,
      );
      const texts = new Map(bodies.map((body) => [body.id, body.tool?.input ?? body.text]));
      return pins.map((pin) => ({ ...pin, preview: oneLine(texts.get(pin.message ?? -1) ?? '', 300) }));
    },
    async plans() {
      const plans = await store.api.plans({ ids: [id], children: true }, { limit: 100 });
      return plans.filter(({ sessionId: of }) => of === id);
    },
    similar: () => store.api.similarSessions(id),
    commits: () => store.api.sessionCommits(id),
    tags: () => store.api.tags(),
    mark: checked([change], async (marks) => {
      await store.api.markSessions([id], JSON.parse(JSON.stringify(marks)) as MarkChange);
    }),
    removePin: checked([text(1000)], (uid) => store.api.removePin(id, uid)),
    openReplay: checked([optional(wholeNumber)], async (message) => {
      if (message === undefined) {
        replay.open(id);
        return true;
      }
      const step = await store.api.stepOf(message);
      if (step?.session !== id) {
        return false;
      }
      replay.open(id, { seq: step.seq });
      return true;
    }),
    openSession: checked([sessionId], (other) => {
      openPage(other);
      return Promise.resolve();
    }),
    openPlan: checked([wholeNumber, text(1000)], async (plan, name) => {
      const title = oneLine(name, 60).replace(/\.md$/i, '');
      const uri = documentUri(`${title}.md`, { kind: 'plan', id: plan });
      await vscode.window.showTextDocument(uri, { preview: true });
    }),
    async resume() {
      await vscode.commands.executeCommand('agentLogbook.resumeInTerminal', id);
    },
  };
}
