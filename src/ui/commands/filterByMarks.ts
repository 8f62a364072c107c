import * as vscode from 'vscode';
import { sessionCategories, type SessionCategory } from '../../common/insights.js';
import { withoutIcons } from '../text.js';
import {
  qualityBands,
  sessionStatuses,
  type QualityBand,
  type SessionStatus,
} from '../../common/sessionGroups.js';
import { categoryText, qualityText, statusText } from '../views/describe.js';
import type { MarkFilter } from '../views/treeState.js';
import type { Command } from './command.js';

interface Choice extends vscode.QuickPickItem {
  tag?: string;
  category?: SessionCategory;
  status?: SessionStatus;
  quality?: QualityBand;
  flag?: 'favourite' | 'archived' | 'both';
}

/** Shows the sessions with a tag, of a category, by how they stand and went, favourites or the archive. Values of one kind are alternatives. */
export const filterByMarks: Command = {
  id: 'agentLogbook.filterByMarks',
  async run({ tree, store }) {
    const { tags = [], categories = [], statuses = [], qualities = [], favourite, archived } = tree.marks;
    const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
    const known = await store.api.tags();
    const choices: Choice[] = [
      {
        ...{ label: `$(star-full) ${vscode.l10n.t('Favourites')}`, flag: 'favourite' },
        picked: favourite === true,
      },
      {
        label: `$(archive) ${vscode.l10n.t('Archived, too')}`,
        ...{ flag: 'both', picked: archived === undefined },
      },
      {
        ...{ label: `$(archive) ${vscode.l10n.t('Archived only')}`, flag: 'archived' },
        picked: archived === true,
      },
      separator(vscode.l10n.t('Tag')),
      ...known.map(({ tag, sessions }) => ({
        label: `$(symbol-keyword) ${withoutIcons(tag)}`,
        description: sessions === 1 ? vscode.l10n.t('1 session') : vscode.l10n.t('{0} sessions', sessions),
        ...{ tag, picked: tags.includes(tag) },
      })),
      separator(vscode.l10n.t('Category')),
      ...sessionCategories.map((category) => ({
        label: `$(symbol-class) ${categoryText(category)}`,
        ...{ category, picked: categories.includes(category) },
      })),
      separator(vscode.l10n.t('State')),
      ...sessionStatuses
        .filter((status) => status !== 'archived')
        .map((status) => ({
          label: `$(pulse) ${statusText(status)}`,
          ...{ status, picked: statuses.includes(status) },
        })),
      separator(vscode.l10n.t('Quality')),
      ...qualityBands.map((quality) => ({
        label: `$(star-half) ${qualityText(quality)}`,
        ...{ quality, picked: qualities.includes(quality) },
      })),
    ];
    const chosen = await vscode.window.showQuickPick(choices, {
      canPickMany: true,
      title: vscode.l10n.t('Show sessions with'),
      placeHolder: vscode.l10n.t('Nothing chosen: all that are not archived'),
    });
    if (chosen) {
      tree.marks = filterOf(chosen);
    }
  },
};

function filterOf(chosen: readonly Choice[]): MarkFilter {
  const tags = chosen.flatMap(({ tag }) => tag ?? []);
  const categories = chosen.flatMap(({ category }) => category ?? []);
  const statuses = chosen.flatMap(({ status }) => status ?? []);
  const qualities = chosen.flatMap(({ quality }) => quality ?? []);
  const has = (flag: Choice['flag']) => chosen.some((choice) => choice.flag === flag);
  return {
    ...(tags.length > 0 ? { tags } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(statuses.length > 0 ? { statuses } : {}),
    ...(qualities.length > 0 ? { qualities } : {}),
    ...(has('favourite') ? { favourite: true } : {}),
    ...(has('archived') ? { archived: true } : has('both') ? {} : { archived: false }),
  };
}
