import type { PathRules } from '../common/paths.js';
import type { TicketPage } from '../common/ticketPage.js';
import type { TicketStore } from '../store/tickets.js';
import type { Folder } from './folders.js';
import { covered } from './report.js';
import { inTicketScope, repositoriesOf, ticketScope } from './scope.js';
import type { TicketAttributor, TicketReader } from './sources.js';
import type { Summaries } from './summaries.js';

interface PageSources {
  store: TicketStore;
  reader: TicketReader;
  summaries: Summaries;
  attributor: Pick<TicketAttributor, 'standsFor'>;
  rules: PathRules;
  now: () => number;
}

/** What the store knows of a ticket. Asks neither git nor anyone else, so that it can be shown at once. */
export function ticketPage(key: string, folder: Folder | null, sources: PageSources): TicketPage {
  const { store, reader, summaries, attributor, rules, now } = sources;
  const scope = ticketScope(key, repositoriesOf(folder));
  const details = store.details().get(key);
  const intervals = store
    .intervals()
    .filter((interval) => interval.key === key && inTicketScope(interval.repository, scope, rules));
  return {
    ...summaries.of(key, folder),
    abandonedAt: details?.abandonedAt ?? null,
    durationMs: intervals.length === 0 ? null : covered(intervals, now()),
    mergedKeys: [...store.aliases().keys()].filter((from) => attributor.standsFor(from) === key).sort(),
    intervals: intervals.map(({ worktree, branch, startedAt, finishedAt }) => ({
      ...{ worktree, branch, startedAt, finishedAt },
    })),
    ...reader.workOf(scope),
  };
}
