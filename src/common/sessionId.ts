import type { SessionId } from './protocol.js';

/** Agent and the agent's own id, which may hold colons itself. */
export function splitId(id: SessionId): [agent: string, agentSessionId: string] {
  const colon = id.indexOf(':');
  return [id.slice(0, Math.max(colon, 0)), id.slice(colon + 1)];
}
