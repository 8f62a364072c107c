import * as vscode from 'vscode';
import type { ReplayPlace, SearchTarget } from '../common/panelProtocol.js';
import type { SessionId } from '../common/protocol.js';
import { wordsOfHit } from '../common/search.js';
import type { StoreClient } from '../store/client.js';

/** Opens the replay at a hit with its words marked, or the plan that it is in. False when there is nothing (any more) to open. */
export async function openHit(
  { store, replay }: { store: StoreClient; replay: { open(id: SessionId, at?: ReplayPlace): void } },
  hit: SearchTarget,
): Promise<boolean> {
  if (hit.plan !== null) {
    const plan = await store.api.plan(hit.plan);
    if (plan) {
      await vscode.commands.executeCommand('agentLogbook.openPlan', {
        plan: { id: hit.plan, name: plan.name },
        words: wordsOfHit(hit),
      });
    }
    return plan !== null;
  }
  const step = hit.message === null ? null : await store.api.stepOf(hit.message);
  if (step) {
    replay.open(step.session, { seq: step.seq, words: wordsOfHit(hit) });
  } else if (hit.message === null && hit.sessionId !== null) {
    // A title says what the session begins with.
    replay.open(hit.sessionId, { seq: 0, words: wordsOfHit(hit) });
  } else {
    return false;
  }
  return true;
}
