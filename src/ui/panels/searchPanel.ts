import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import type { PanelHost, ReplayPlace, SearchHost, SearchQuestion } from '../../common/panelProtocol.js';
import type { SessionId } from '../../common/protocol.js';
import { parseSearch } from '../../common/searchQuery.js';
import { workspaceFolders } from '../folders.js';
import { openHit } from '../openHit.js';
import type { SearchMemory } from '../searchMemory.js';
import { amount, list, text, wholeNumber } from '../../service/shapes.js';
import { checked, optional, sessionId } from './arguments.js';
import {
  bundle,
  fillPanel,
  panelOptions,
  type PanelContext,
  type ShownPanel,
  restoreOnlyPanel,
} from './panel.js';

const viewType = 'agentLogbook.search';
const longestSearch = 1000;
/** Hits of a page; the next one is asked for when the reader comes near its end. */
const pageSize = 100;

export interface SearchPanel extends Disposable {
  /** Shows the search, of a text if given. */
  open(text?: string): void;
}

interface SearchServices {
  replay: { open(id: SessionId, at?: ReplayPlace): void };
  searches: SearchMemory;
}

const question = z.object({
  text: text(longestSearch),
  order: z.enum(['newest', 'best']),
  scope: z.enum(['workspace', 'all']),
  before: optional(amount),
});

const target = z.object({
  message: z.nullable(wholeNumber),
  sessionId: z.nullable(sessionId),
  plan: z.nullable(wholeNumber),
  snippet: text(2000),
  marks: list(z.tuple([wholeNumber, wholeNumber]), 200),
});

/** The one panel with the search. It comes back with the window. */
export function createSearchPanel(context: PanelContext, services: SearchServices): SearchPanel {
  const disposables = new DisposableStore();
  let current: { panel: vscode.WebviewPanel; shown: ShownPanel } | undefined;
  let first: string | null = null;

  const fill = (panel: vscode.WebviewPanel) => {
    const title = vscode.l10n.t('Search sessions');
    const takeFirst = () => {
      const taken = first;
      first = null;
      return taken;
    };
    const shown = fillPanel<SearchHost>(context, panel, {
      name: 'search',
      title,
      api: searchHost(context, services, takeFirst),
    });
    panel.title = title;
    current = { panel, shown };
    panel.onDidDispose(() => {
      if (current?.panel === panel) {
        current = undefined;
      }
    });
  };

  disposables.add(
    context.store.onChanged(({ sessions, progress }) => {
      if (current?.panel.visible && (sessions === 'all' || sessions.length > 0 || progress)) {
        current.shown.send({ event: 'changed', rebuilt: sessions === 'all' });
      }
    }),
  );
  disposables.add(restoreOnlyPanel(viewType, () => current !== undefined, fill));
  return {
    open(wanted) {
      if (current) {
        current.panel.reveal();
        if (wanted !== undefined) {
          // A page that is hidden starts anew when it is revealed, and asks for the text then.
          first = current.panel.visible ? null : wanted;
          current.shown.send({ event: 'searchFor', text: wanted });
        }
        return;
      }
      first = wanted ?? null;
      fill(
        vscode.window.createWebviewPanel(
          viewType,
          vscode.l10n.t('Search sessions'),
          vscode.ViewColumn.Active,
          panelOptions(context),
        ),
      );
    },
    dispose() {
      disposables.dispose();
      current?.panel.dispose();
    },
  };
}

function searchHost(
  { store, agents }: PanelContext,
  { replay, searches }: SearchServices,
  takeFirst: () => string | null,
): Omit<SearchHost, keyof PanelHost> {
  const asker = randomUUID();
  return {
    async start() {
      const labels = await agents.load();
      return {
        bundle: bundle(),
        agents: labels,
        hasWorkspace: workspaceFolders().length > 0,
        text: takeFirst(),
        lists: searches.lists(),
      };
    },
    // One panel, one asker: what is typed over is ended.
    search: checked([question], async (asked) => {
      const { text: typed, order, scope, before } = asked as SearchQuestion;
      const { query, problems } = parseSearch(typed, Date.now());
      const result = await store.api.search({
        ...query,
        order,
        asker,
        limit: pageSize,
        ...(scope === 'workspace' ? { filter: { folders: workspaceFolders() } } : {}),
        ...(before === undefined ? {} : { before }),
      });
      return { ...result, problems };
    }),
    open: checked([target], (hit) => openHit({ store, replay }, hit)),
    openSession: checked([sessionId], (id) => {
      replay.open(id);
      return Promise.resolve();
    }),
    save: checked([text(longestSearch), z.boolean()], (typed, saved) =>
      Promise.resolve(searches.save(typed, saved)),
    ),
    used: checked([text(longestSearch)], (typed) => Promise.resolve(searches.used(typed))),
  };
}
