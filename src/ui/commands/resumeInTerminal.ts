import * as vscode from 'vscode';
import { isOnAnotherMachine } from '../../common/paths.js';
import { oneLine } from '../../common/plainText.js';
import type { ResumeFromPrompt } from '../../common/protocol.js';
import type { OutlineRow } from '../../common/steps.js';
import type { StoreApi } from '../../common/storeApi.js';
import { forNotification } from '../text.js';
import type { Command } from './command.js';
import { pickSession } from './pickSession.js';

/**
 * Goes on with a session by the agent's own command: from its end, or with `{ seq }` from the prompt at that step, where the
 * agent can. An argument array, never a line for a shell.
 */
export const resumeInTerminal: Command = {
  id: 'agentLogbook.resumeInTerminal',
  async run(services, arg, given) {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Agents are not started from a window that is not trusted.'),
      );
      return;
    }
    const id = await pickSession(services, arg);
    const session = id && (await services.store.api.session(id));
    if (!session) {
      return;
    }
    const seq = (given as { seq?: unknown } | null | undefined)?.seq;
    const back = typeof seq === 'number' ? session.resumeFromPrompt : null;
    const [program, ...args] = back?.command ?? session.resume ?? [];
    if (!program) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('This agent has no command to go on with a session.'),
      );
      return;
    }
    if (session.cwd && !(await isFolder(session.cwd))) {
      void vscode.window.showWarningMessage(
        forNotification(vscode.l10n.t('The folder of this session is gone: {0}', session.cwd)),
      );
      return;
    }
    vscode.window
      .createTerminal({
        name: oneLine(session.title, 40) || program,
        shellPath: program,
        shellArgs: args,
        ...(session.cwd ? { cwd: vscode.Uri.file(session.cwd) } : {}),
        iconPath: new vscode.ThemeIcon('play-circle'),
      })
      .show();
    if (back && typeof seq === 'number') {
      const { rows } = await services.store.api.outline(session.id, seq, 1);
      if (rows[0]) {
        tellHowToGoBack(services.store.api, back, rows[0]);
      }
    }
  },
};

/** The agent's own interface goes back to the prompt: nothing is typed there for the user. */
function tellHowToGoBack(
  api: Pick<StoreApi, 'bodies'>,
  { backBy, copies }: ResumeFromPrompt,
  { id, preview }: OutlineRow,
): void {
  const prompt = oneLine(preview, 60);
  const what = backBy.startsWith('/')
    ? vscode.l10n.t('When the agent is ready, type {0} there and choose the prompt “{1}”.', backBy, prompt)
    : vscode.l10n.t(
        'When the agent is ready, press {0} there and go back to the prompt “{1}”.',
        backBy,
        prompt,
      );
  const rest = copies
    ? vscode.l10n.t('A copy of the session goes on from it; the session itself stays as it is.')
    : vscode.l10n.t('What came after it is then left in the session; this replay keeps it.');
  // A notification without a button is cut after its first line.
  const copy = vscode.l10n.t('Copy Prompt');
  void vscode.window.showInformationMessage(forNotification(`${what} ${rest}`), copy).then(async (answer) => {
    if (answer === copy) {
      const [body] = await api.bodies([id]);
      await vscode.env.clipboard.writeText(body?.text ?? preview);
    }
  });
}

async function isFolder(path: string): Promise<boolean> {
  // A session names any folder it likes: asking for this one would contact the machine it names.
  if (isOnAnotherMachine(path)) {
    return false;
  }
  try {
    return ((await vscode.workspace.fs.stat(vscode.Uri.file(path))).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
