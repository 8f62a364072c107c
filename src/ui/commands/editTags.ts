import * as vscode from 'vscode';
import { tagOf } from '../../common/marks.js';
import type { SessionId } from '../../common/protocol.js';
import { withoutIcons } from '../text.js';
import type { Command, Services } from './command.js';
import { countOf, markSessions, sessionsToMark } from './markSessions.js';

interface Choice extends vscode.QuickPickItem {
  tag: string;
}

/** Gives and takes tags: of one session, or of all that are selected. What is typed is offered as a new tag. */
export const editTags: Command = {
  id: 'agentLogbook.editTags',
  async run(services, arg, selected) {
    const sessions = await sessionsToMark(services, arg, selected);
    if (sessions.length === 0) {
      return;
    }
    const { all, shared } = await tagsOf(services, sessions);
    const chosen = await choose(all, shared, sessions);
    if (!chosen) {
      return;
    }
    const change = {
      addTags: chosen.filter((tag) => !shared.includes(tag)),
      removeTags: shared.filter((tag) => !chosen.includes(tag)),
    };
    if (change.addTags.length + change.removeTags.length > 0) {
      const said = vscode.l10n.t('Tags of {0} changed.', countOf(sessions));
      await markSessions(services, sessions, change, said);
    }
  },
};

/** Every tag there is, and those that all of these sessions have. */
async function tagsOf(
  { store }: Services,
  sessions: readonly SessionId[],
): Promise<{ all: readonly { tag: string; sessions: number }[]; shared: readonly string[] }> {
  const [all, summaries] = await Promise.all([
    store.api.tags(),
    store.api.sessions({ ids: sessions.slice(0, 1000) }, { limit: 1000 }),
  ]);
  const names = all.map(({ tag }) => tag);
  return {
    all,
    shared: names.filter((tag) => summaries.every((session) => session.tags.some((own) => own.tag === tag))),
  };
}

function choose(
  all: readonly { tag: string; sessions: number }[],
  shared: readonly string[],
  sessions: readonly SessionId[],
): Promise<readonly string[] | undefined> {
  const known: Choice[] = all.map(({ tag, sessions: count }) => ({
    label: withoutIcons(tag),
    description: count === 1 ? vscode.l10n.t('1 session') : vscode.l10n.t('{0} sessions', count),
    tag,
  }));
  const added: Choice[] = [];
  const pick = vscode.window.createQuickPick<Choice>();
  pick.canSelectMany = true;
  pick.title = vscode.l10n.t('Tags of {0}', countOf(sessions));
  pick.placeholder = vscode.l10n.t('Choose tags, or type a new one');
  pick.items = known;
  pick.selectedItems = known.filter(({ tag }) => shared.includes(tag));
  pick.onDidChangeValue((value) => {
    const tag = tagOf(value);
    const isNew = tag !== null && ![...known, ...added].some((item) => sameTag(item.tag, tag));
    const chosen = pick.selectedItems;
    const fresh: Choice | null = isNew
      ? { label: withoutIcons(tag), description: vscode.l10n.t('new tag'), tag, alwaysShow: true }
      : null;
    pick.items = [...(fresh ? [fresh] : []), ...added, ...known];
    pick.selectedItems = chosen;
  });
  pick.onDidChangeSelection((chosen) => {
    // A new tag that was ticked stays when the next one is typed.
    for (const item of chosen) {
      if (!known.includes(item) && !added.includes(item)) {
        added.push(item);
      }
    }
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const typed = tagOf(pick.value);
      // Enter after typing means that tag, ticked or not.
      const tags = pick.selectedItems.map(({ tag }) => tag);
      const meant = typed !== null && !tags.some((tag) => sameTag(tag, typed)) ? [typed] : [];
      const spelled = meant.map((tag) => known.find((item) => sameTag(item.tag, tag))?.tag ?? tag);
      resolve([...tags, ...spelled]);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function sameTag(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
