import type { SessionId } from './protocol.js';

/** Addresses that open a replay: `vscode://agent-logbook.agent-logbook/replay?session=…&step=…`. */

const path = '/replay';

/** What a link opens: a session, and in it the message of this uid, which is the same in every copy and after a rebuild. */
export interface ReplayLink {
  session: SessionId;
  step: string | null;
}

/** Path and query of a link. */
export function replayLinkParts({ session, step }: ReplayLink): { path: string; query: string } {
  const query = new URLSearchParams({ session, ...(step === null ? {} : { step }) });
  return { path, query: query.toString() };
}

/** Reads a link; null: it is none of ours. What it names need not exist. Links come from anywhere, so nothing of it is trusted. */
export function parseReplayLink(link: { path: string; query: string }): ReplayLink | null {
  const query = new URLSearchParams(link.query);
  const [session, step] = [query.get('session') ?? '', query.get('step')];
  if (link.path !== path || !isName(session) || (step !== null && !isName(step))) {
    return null;
  }
  return { session, step };
}

/** Ids of sessions and messages are short and without control characters. */
function isName(text: string): boolean {
  return text.length > 0 && text.length <= 500 && !/\p{Cc}/u.test(text);
}
