import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { agentLabel } from '../../common/agentLabels.js';
import { formatAge, formatCount } from '../../common/format.js';
import { baseName } from '../../common/paths.js';
import type { SearchHit, SearchResult } from '../../common/search.js';
import { searchProblemText } from '../../common/searchProblem.js';
import { parseSearch, type SearchProblem } from '../../common/searchQuery.js';
import { openHit } from '../openHit.js';
import { withoutIcons } from '../text.js';
import type { Command, Services } from './command.js';

const settleMs = 120;
const mostHits = 50;

interface HitItem extends vscode.QuickPickItem {
  hit?: SearchHit;
  /** Puts this text into the field. */
  text?: string;
  /** Opens the search view with what is typed. */
  all?: true;
}

/** A quick pick over the search: hits while one types, Enter opens the replay there. */
export const searchQuickly: Command = {
  id: 'agentLogbook.searchQuickly',
  async run(services, arg) {
    const labels = await services.agents.load();
    const pick = vscode.window.createQuickPick<HitItem>();
    pick.placeholder = vscode.l10n.t(
      'Words, "several in a row", -not, agent: branch: is:error after:7d in:prompt',
    );
    pick.matchOnDescription = false;
    pick.keepScrollPosition = false;
    const asker = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    let typed = 0;
    const show = async () => {
      const mine = ++typed;
      const text = pick.value.trim();
      if (text === '') {
        pick.title = vscode.l10n.t('Search sessions');
        pick.items = keptItems(services);
        pick.busy = false;
        return;
      }
      pick.busy = true;
      const { query, problems } = parseSearch(text, Date.now());
      try {
        const result = await services.store.api.search({ ...query, asker, limit: mostHits });
        // A search that was typed over is not shown.
        if (mine === typed) {
          pick.title = titleOf(result, problems);
          pick.items = [...result.hits.map((hit) => itemOf(hit, result, labels)), allItem()];
        }
      } catch (error) {
        if (mine === typed) {
          pick.title = withoutIcons(error instanceof Error ? error.message : String(error));
          pick.items = [allItem()];
        }
      }
      pick.busy = mine !== typed;
    };
    pick.onDidChangeValue(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void show(), settleMs);
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.text !== undefined) {
        pick.value = item.text;
        void show();
      } else if (item) {
        pick.hide();
        void accept(services, item, pick.value.trim());
      }
    });
    await new Promise<void>((resolve) => {
      pick.onDidHide(() => {
        typed++;
        clearTimeout(timer);
        pick.dispose();
        resolve();
      });
      pick.value = typeof arg === 'string' ? arg : '';
      void show();
      pick.show();
    });
  },
};

async function accept(services: Services, { hit, all }: HitItem, text: string): Promise<void> {
  services.searches.used(text);
  if (all) {
    services.search.open(text);
  } else if (hit && !(await openHit(services, hit))) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This is in no session that is stored.'));
  }
}

/** What a person searched for before. */
function keptItems({ searches }: Services): HitItem[] {
  const { saved, recent } = searches.lists();
  const item = (text: string): HitItem => ({ label: withoutIcons(text), text });
  const group = (label: string, texts: readonly string[]): HitItem[] =>
    texts.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...texts.map(item)];
  return [
    ...group(vscode.l10n.t('Saved searches'), saved),
    ...group(
      vscode.l10n.t('Recent searches'),
      recent.filter((text) => !saved.includes(text)),
    ),
  ];
}

function allItem(): HitItem {
  return { label: `$(search) ${vscode.l10n.t('Show in the search view')}`, all: true, alwaysShow: true };
}

function itemOf(hit: SearchHit, { sessions }: SearchResult, labels: Record<string, string>): HitItem {
  const session = sessions.find(({ id }) => id === hit.sessionId);
  const facts = [
    session?.title ?? '',
    agentLabel(labels, hit.agent),
    ...(session?.project ? [baseName(session.project)] : []),
    ...[hit.branch, hit.ticket].map((name) => name ?? ''),
  ];
  return {
    label: withoutIcons(hit.snippet) || hit.part,
    description: hit.at === null ? '' : formatAge(Date.now() - hit.at),
    detail: withoutIcons([hit.tool ?? hit.part, ...facts].filter((fact) => fact !== '').join(' · ')),
    hit,
    // The store has chosen; what is typed is more than a part of the label.
    alwaysShow: true,
  };
}

function titleOf(
  { hits, more, partial, pendingSessions }: SearchResult,
  problems: readonly SearchProblem[],
): string {
  const [problem] = problems;
  const parts = [
    problem ? problemText(problem) : '',
    hits.length === 0
      ? vscode.l10n.t('Nothing found')
      : vscode.l10n.t('{0} hits', `${formatCount(hits.length)}${more ? '+' : ''}`),
    partial ? vscode.l10n.t('not everything was looked at in time') : '',
    pendingSessions > 0 ? vscode.l10n.t('{0} sessions still to index', formatCount(pendingSessions)) : '',
  ];
  return withoutIcons(parts.filter((part) => part !== '').join(' · '));
}

function problemText(problem: SearchProblem): string {
  const { key, args } = searchProblemText(problem);
  switch (key) {
    case 'operator':
      return vscode.l10n.t('There is no operator {0}. Known: {1}.', ...args);
    case 'value':
      return vscode.l10n.t('{0} is not known. Known: {1}.', ...args);
    case 'missing':
      return vscode.l10n.t('{0} needs a value.', ...args);
    case 'missingOf':
      return vscode.l10n.t('{0} needs a value: {1}.', ...args);
    case 'or':
      return vscode.l10n.t('OR joins words only. Values of one operator are alternatives by themselves.');
  }
}
