import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { compareSides, type CompareHost, type CompareSide } from '../../common/comparePanel.js';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import { pageLimit, type PanelHost, type ReplayPlace } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import type { SessionDetail, SessionId } from '../../common/protocol.js';
import { list, text, upTo, wholeNumber } from '../../service/shapes.js';
import { checked, optional } from './arguments.js';
import { openPath } from './openPath.js';
import { bundle, fillPanel, panelOptions, type PanelContext, type ShownPanel } from './panel.js';
import { openStepText, showStepChanges } from './replayDocuments.js';

const viewType = 'agentLogbook.compare';

/** Rows and bodies that one call may ask for. */
const mostRows = 5000;
const mostBodies = 500;

const side = z.enum(compareSides);

export interface ComparePanels extends Disposable {
  /** Shows two sessions beside each other. Each pair has at most one panel. */
  open(left: SessionId, right: SessionId): void;
}

interface CompareServices {
  replay: { open(id: SessionId, at?: ReplayPlace): void };
}

interface OpenComparison {
  panel: vscode.WebviewPanel;
  shown: ShownPanel;
  ids: Readonly<Record<CompareSide, SessionId>>;
}

/** The comparisons that are open. They come back with the window. */
export function createComparePanels(context: PanelContext, services: CompareServices): ComparePanels {
  const disposables = new DisposableStore();
  const open = new Map<string, OpenComparison>();

  const fill = (panel: vscode.WebviewPanel, ids: OpenComparison['ids']) => {
    const shown = fillPanel<CompareHost>(context, panel, {
      name: 'compare',
      title: panel.title,
      api: compareHost(context, services, panel, ids),
    });
    open.set(keyOf(ids), { panel, shown, ids });
    panel.onDidDispose(() => {
      if (open.get(keyOf(ids))?.panel === panel) {
        open.delete(keyOf(ids));
      }
    });
  };

  disposables.add(
    context.store.onChanged(({ sessions }) => {
      for (const { panel, shown, ids } of open.values()) {
        const all = sessions === 'all';
        if (panel.visible && (all || sessions.includes(ids.left) || sessions.includes(ids.right))) {
          shown.send({ event: 'changed', rebuilt: all });
        }
      }
    }),
  );
  disposables.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel(panel, state: unknown) {
        const { left, right } = (state ?? {}) as { left?: unknown; right?: unknown };
        if (typeof left === 'string' && typeof right === 'string' && !open.has(keyOf({ left, right }))) {
          fill(panel, { left, right });
        } else {
          panel.dispose();
        }
        return Promise.resolve();
      },
    }),
  );
  return {
    open(left, right) {
      const there = open.get(keyOf({ left, right }));
      if (there) {
        there.panel.reveal();
        return;
      }
      const title = vscode.l10n.t('Compare sessions');
      // Two sessions need the width of the window.
      const panel = vscode.window.createWebviewPanel(
        viewType,
        title,
        vscode.ViewColumn.Active,
        panelOptions(context),
      );
      fill(panel, { left, right });
    },
    dispose() {
      disposables.dispose();
      for (const { panel } of open.values()) {
        panel.dispose();
      }
    },
  };
}

function compareHost(
  { store, agents }: PanelContext,
  { replay }: CompareServices,
  panel: vscode.WebviewPanel,
  ids: Readonly<Record<CompareSide, SessionId>>,
): Omit<CompareHost, keyof PanelHost> {
  const titles = { left: '', right: '' };
  const detailOf = async (which: CompareSide): Promise<SessionDetail | null> => {
    const detail = await store.api.session(ids[which]);
    titles[which] = oneLine(detail?.title ?? '', 25);
    if (titles.left !== '' && titles.right !== '') {
      panel.title = `${titles.left} ↔ ${titles.right}`;
    }
    return detail;
  };
  return {
    async start() {
      return { ...ids, bundle: bundle(), agents: await agents.load() };
    },
    session: checked([side], detailOf),
    outline: checked([side, wholeNumber, upTo(mostRows)], (which, from, limit) =>
      store.api.outline(ids[which], from, limit),
    ),
    bodies: checked([list(wholeNumber, mostBodies)], (ids) => store.api.bodies(ids, pageLimit)),
    image: checked([wholeNumber, upTo(1000)], (message, index) => store.api.image(message, index)),
    openReplay: checked([side, optional(wholeNumber)], (which, seq) => {
      replay.open(ids[which], seq === undefined ? undefined : { seq });
      return Promise.resolve();
    }),
    openFile: checked([side, text(4000), optional(wholeNumber)], async (which, path, line) => {
      const detail = await store.api.session(ids[which]);
      return openPath(path, detail?.cwd ?? null, line);
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
  };
}

function keyOf({ left, right }: Readonly<Record<CompareSide, SessionId>>): string {
  return JSON.stringify([left, right]);
}
