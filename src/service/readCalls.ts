import type { StoreApi } from '../common/storeApi.js';
import type { Importer } from '../importers/importer.js';
import type { Reader } from '../store/read/reader.js';
import { imageOf } from './attachmentBytes.js';
import { createSearches } from './searches.js';

/** What is similar to a session is answered with the other conclusions that are drawn. */
type Read = Exclude<Extract<keyof StoreApi, keyof Reader>, 'similarSessions'>;

/** The calls that only read, as those of the protocol. */
export function readCalls(
  reader: Reader,
  importers: readonly Importer[],
): Pick<StoreApi, Read | 'agents' | 'image'> {
  return {
    agents: async () => importers.map(({ id, label }) => ({ id, label })),
    groups: async (...args) => reader.groups(...args),
    sessions: async (...args) => reader.sessions(...args),
    session: async (id) => {
      const session = reader.session(id);
      const importer = importers.find((entry) => entry.id === session?.agent);
      return (
        session && {
          ...session,
          resume: importer?.resume(session.agentSessionId) ?? null,
          resumeFromPrompt: importer?.resumeFromPrompt?.(session.agentSessionId) ?? null,
        }
      );
    },
    families: async (...args) => reader.families(...args),
    outline: async (...args) => reader.outline(...args),
    bodies: async (...args) => reader.bodies(...args),
    image: async (...args) => imageOf(reader.attachmentPlace(...args)),
    matching: async (...args) => reader.matching(...args),
    search: createSearches((query) => reader.searchSteps(query)),
    stepOf: async (...args) => reader.stepOf(...args),
    stepNamed: async (...args) => reader.stepNamed(...args),
    usage: async (...args) => reader.usage(...args),
    explain: async (...args) => reader.explain(...args),
    chart: async (...args) => reader.chart(...args),
    sessionsBehind: async (...args) => reader.sessionsBehind(...args),
    stepDetails: async (...args) => reader.stepDetails(...args),
    responses: async (...args) => reader.responses(...args),
    plans: async (...args) => reader.plans(...args),
    plan: async (...args) => reader.plan(...args),
    rateLimits: async (...args) => reader.rateLimits(...args),
    sessionsTouching: async (...args) => reader.sessionsTouching(...args),
  };
}
