import * as vscode from 'vscode';
import { formatCount } from '../../common/format.js';
import { parseLooseJson } from '../../common/looseJson.js';
import { oneLine } from '../../common/plainText.js';
import type { TagRuleTrial, TriedSession } from '../../common/tagRules.js';
import { readSettings, writeSetting } from '../config.js';
import { withoutIcons } from '../text.js';
import type { Command, Services } from './command.js';

const settingName = 'agentLogbook.tags.rules';

interface Choice extends vscode.QuickPickItem {
  sessions?: readonly TriedSession[];
  act?: 'edit' | 'save';
}

/**
 * Shows what rules for tags would do, before they are saved: those of the editor in front, where it holds some (a draft, or
 * settings.json with changes that are not saved yet), else those of the settings.
 */
export const tryTagRules: Command = {
  id: 'agentLogbook.tryTagRules',
  async run(services) {
    const drafted = draftIn(vscode.window.activeTextEditor?.document);
    const saved = readSettings().tagRules;
    const rules = drafted ?? saved;
    if (rules.length === 0) {
      await editDraft([]);
      return;
    }
    const trial = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Trying rules for tags…') },
      () => services.store.api.tryTagRules(rules),
    );
    const isNew = JSON.stringify(rules) !== JSON.stringify(saved);
    const chosen = await vscode.window.showQuickPick(choices(trial, isNew), {
      title: isNew
        ? vscode.l10n.t('What the rules in the editor would do')
        : vscode.l10n.t('What the rules of the settings do'),
      placeHolder:
        trial.looked < trial.sessions
          ? vscode.l10n.t('Tried with the newest {0} of {1} sessions', trial.looked, trial.sessions)
          : vscode.l10n.t('Tried with all {0} sessions. Choose a rule to see them.', trial.sessions),
      matchOnDescription: true,
    });
    if (chosen?.act === 'edit') {
      await editDraft(rules);
    } else if (chosen?.act === 'save') {
      await writeSetting('tags.rules', rules);
    } else if (chosen?.sessions) {
      await showSessions(services, chosen);
    }
  },
};

/** The rules that a document holds: a list of objects, or settings with ours among them; null: none. Throws for a broken draft. */
export function draftIn(document: vscode.TextDocument | undefined): readonly unknown[] | null {
  if (document?.languageId !== 'json' && document?.languageId !== 'jsonc') {
    return null;
  }
  try {
    const value = parseLooseJson(document.getText());
    const rules: unknown = Array.isArray(value)
      ? value
      : (value as Record<string, unknown> | null)?.[settingName];
    const isDraft = Array.isArray(rules) && (rules.length === 0 || rules.some(hasTag));
    return isDraft ? (rules as unknown[]) : null;
  } catch (error) {
    if (document.isUntitled && document.getText().includes('"tag"')) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(vscode.l10n.t('The rules in the editor cannot be read: {0}', why), { cause: error });
    }
    // Half-written JSON of any other kind: it is not for us.
    return null;
  }
}

function hasTag(rule: unknown): boolean {
  return typeof rule === 'object' && rule !== null && 'tag' in rule;
}

function choices(trial: TagRuleTrial, isNew: boolean): Choice[] {
  const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    ...trial.problems.map(({ message }) => ({
      label: `$(warning) ${withoutIcons(oneLine(message, 200))}`,
      alwaysShow: true,
    })),
    ...trial.rules.map(({ index, tag, matches, gained, examples }) => ({
      label: `$(symbol-keyword) ${withoutIcons(tag)}`,
      description: vscode.l10n.t(
        'rule {0}: matches {1}, new for {2}',
        index + 1,
        formatCount(matches),
        formatCount(gained),
      ),
      sessions: examples,
    })),
    ...(trial.lost.length > 0 ? [separator(vscode.l10n.t('No rule would give it any more'))] : []),
    ...trial.lost.map(({ tag, sessions, examples }) => ({
      label: `$(remove) ${withoutIcons(tag)}`,
      description: vscode.l10n.t('taken from {0}', formatCount(sessions)),
      sessions: examples,
    })),
    separator(''),
    {
      label: `$(edit) ${vscode.l10n.t('Edit as a draft')}`,
      detail: vscode.l10n.t('Opens the rules in an editor. Run the command again to try what you changed.'),
      ...{ act: 'edit' as const, alwaysShow: true },
    },
    ...(isNew
      ? [
          {
            label: `$(save) ${vscode.l10n.t('Save these rules')}`,
            detail: vscode.l10n.t('They are then used for all sessions, those to come as well.'),
            ...{ act: 'save' as const, alwaysShow: true },
          },
        ]
      : []),
  ];
}

async function showSessions({ replay }: Services, { label, sessions = [] }: Choice): Promise<void> {
  const items = sessions.map(({ id, title, endedAt }) => ({
    label: withoutIcons(oneLine(title, 100)) || id,
    description: endedAt === null ? '' : new Date(endedAt).toLocaleString(vscode.env.language),
    id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: label, matchOnDescription: true });
  if (picked) {
    replay.open(picked.id);
  }
}

/** An editor with rules, or with an example, that belongs to no file. */
async function editDraft(rules: readonly unknown[]): Promise<void> {
  const example = [{ tag: 'tests', file: ['*.test.ts', 'test/**'] }];
  const head = vscode.l10n.t(
    'A draft of rules for tags. Run "Agent Logbook: Try Tag Rules…" in this editor to see what they would do, and to save them.',
  );
  const content = `// ${head}\n${JSON.stringify(rules.length === 0 ? example : rules, null, 2)}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'jsonc', content });
  await vscode.window.showTextDocument(document);
}
