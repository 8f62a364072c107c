import type { AgentLabels } from '../common/agentLabels.js';
import type { StoreApi } from '../common/storeApi.js';
import type { Remote } from '../common/rpc.js';

/** How agents are called, for every surface of this window. */
export interface AgentNames {
  /** Asks the store the first time only: the names do not change while it runs. */
  load(): Promise<AgentLabels>;
}

export function createAgentNames(store: { api: Pick<Remote<StoreApi>, 'agents'> }): AgentNames {
  let asked: Promise<AgentLabels> | undefined;
  return {
    load() {
      asked ??= store.api.agents().then(
        (agents) => Object.fromEntries(agents.map(({ id, label }) => [id, label])),
        (error: unknown) => {
          // Whoever asks next tries again.
          asked = undefined;
          throw error;
        },
      );
      return asked;
    },
  };
}
