import * as vscode from 'vscode';
import { agentLabel, type AgentLabels } from '../../common/agentLabels.js';
import type { SessionId, SessionSummary } from '../../common/protocol.js';
import { withoutIcons } from '../text.js';
import { sessionDescription, sessionLabel } from '../views/describe.js';
import { sessionIdOf, type Services } from './command.js';

/** The session that a row or an id names; asks when there is none. */
export async function pickSession(services: Services, arg: unknown): Promise<SessionId | undefined> {
  const id = sessionIdOf(arg);
  if (id) {
    return id;
  }
  const sessions = await services.store.api.sessions(services.sessions.filter(), { limit: 200 });
  const labels = await services.agents.load();
  return (await pickOf(sessions, vscode.l10n.t('Which session?'), labels))?.id;
}

export async function pickOf(
  sessions: readonly SessionSummary[],
  placeHolder: string,
  labels: AgentLabels,
): Promise<SessionSummary | undefined> {
  const now = Date.now();
  const items = sessions.map((session) => ({
    label: withoutIcons(sessionLabel(session)),
    description: withoutIcons(sessionDescription(session, now)),
    detail: withoutIcons(
      [agentLabel(labels, session.agent), session.cwd ?? '', ...session.tickets].filter(Boolean).join(' · '),
    ),
    session,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.session;
}
