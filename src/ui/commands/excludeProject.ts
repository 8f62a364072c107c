import * as vscode from 'vscode';
import { readSettings, writeSetting } from '../config.js';
import { workspaceFolders } from '../folders.js';
import { forNotification, withoutIcons } from '../text.js';
import { folderGlob } from '../../common/folderGlob.js';
import { sessionIdOf, type Command, type Services } from './command.js';

/** Adds a project to the folders whose sessions are not recorded from now on. */
export const excludeProject: Command = {
  id: 'agentLogbook.excludeProject',
  async run(services, arg) {
    const folder = await projectFolder(services, arg);
    if (!folder) {
      return;
    }
    const excluded = readSettings().excludedProjects;
    const glob = folderGlob(folder);
    if (!excluded.includes(glob)) {
      await writeSetting('recording.excludedProjects', [...excluded, glob]);
    }
    const settings = vscode.l10n.t('Open Settings');
    void vscode.window
      .showInformationMessage(
        forNotification(
          vscode.l10n.t('Sessions in {0} are not recorded from now on. What is recorded stays.', folder),
        ),
        settings,
      )
      .then((choice) =>
        choice === settings
          ? vscode.commands.executeCommand(
              'workbench.action.openSettings',
              'agentLogbook.recording.excludedProjects',
            )
          : undefined,
      );
  },
};

async function projectFolder({ store }: Services, arg: unknown): Promise<string | undefined> {
  const id = sessionIdOf(arg);
  if (id) {
    const session = await store.api.session(id);
    return session?.repository ?? session?.cwd ?? undefined;
  }
  const projects = await store.own.api.groups('project', {}, 'UTC');
  const folders = new Set([
    ...workspaceFolders(),
    ...projects.map((project) => project.key).filter((key): key is string => key !== null),
  ]);
  const picked = await vscode.window.showQuickPick(
    [...folders].map((folder) => ({ label: withoutIcons(folder), folder })),
    { placeHolder: vscode.l10n.t('Which project is not to be recorded?') },
  );
  return picked?.folder;
}
