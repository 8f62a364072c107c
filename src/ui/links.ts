import * as vscode from 'vscode';
import type { Disposable } from '../common/lifecycle.js';
import type { ReplayPlace } from '../common/panelProtocol.js';
import type { SessionId } from '../common/protocol.js';
import { parseReplayLink, replayLinkParts, type ReplayLink } from '../common/replayLink.js';
import type { StoreClient } from '../store/client.js';
import { reportError } from './log.js';

interface LinkServices {
  store: StoreClient;
  log: vscode.LogOutputChannel;
  replay: { open(id: SessionId, at?: ReplayPlace): void };
}

/** Opens what links of ours name, wherever they were followed. They can do nothing but show what is in this logbook. */
export function registerLinks(services: LinkServices): Disposable {
  return vscode.window.registerUriHandler({
    handleUri: (uri) =>
      openLink(services, uri).catch((error: unknown) =>
        reportError(services.log, vscode.l10n.t('The link could not be opened'), error),
      ),
  });
}

async function openLink({ store, replay }: LinkServices, uri: vscode.Uri): Promise<void> {
  const link = parseReplayLink(uri);
  if (link === null) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('This link names nothing that Agent Logbook can open.'),
    );
    return;
  }
  const session = await store.api.session(link.session);
  if (!session) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The session of this link is not in the logbook of this machine.'),
    );
    return;
  }
  const seq = link.step === null ? null : await store.api.stepNamed(session.id, link.step);
  if (link.step !== null && seq === null) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The step of this link is no longer in the session. It is shown from where it was left.'),
    );
  }
  replay.open(session.id, seq === null ? undefined : { seq });
}

/** The address of a session, or of a step in it, for this build of the editor. */
export function linkTo(link: ReplayLink, extensionId: string): string {
  return vscode.Uri.from({
    scheme: vscode.env.uriScheme,
    authority: extensionId,
    ...replayLinkParts(link),
  }).toString();
}
