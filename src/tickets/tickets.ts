import type { FolderStatus, StartTicket, TicketReport } from '../common/protocol.js';
import type { StoreApi } from '../common/storeApi.js';
import type { PathRules } from '../common/paths.js';
import type { TicketStore } from '../store/tickets.js';
import { createFolders, type Folder, type Folders } from './folders.js';
import { ticketPage } from './page.js';
import { ticketReport } from './report.js';
import type { TicketAttributor, TicketReader } from './sources.js';
import { createSummaries, type Summaries } from './summaries.js';
import { createWholeTickets, requireKey, type ChangeScope, type WholeTickets } from './wholeTickets.js';

export interface TicketsOptions {
  store: TicketStore;
  reader: TicketReader;
  attributor: TicketAttributor;
  rules: PathRules;
  /** Milliseconds since 1970 UTC. */
  now: () => number;
  /** Tickets changed; with `responses`, also the tickets of stored responses. */
  onChanged(change: { responses: boolean }): void;
}

export type Tickets = Pick<
  StoreApi,
  'tickets' | 'ticket' | 'ticketPage' | 'folderStatus' | 'startTicket' | 'switchTicket' | 'finishTicket'
> &
  WholeTickets;

/** After this time a second `finish` is a mistake and no longer the repetition of a call whose answer was lost. */
const repetitionMs = 30_000;

/**
 * Tickets of the store. What is on the way when the owner goes is asked again of the next one, so that every change can
 * be repeated: starting what is open and finishing what was just finished do nothing. Errors are sentences for the user.
 */
export function createTickets(options: TicketsOptions): Tickets {
  const { store, attributor, now } = options;
  const folders = createFolders(options);
  const summaries = createSummaries(options);

  /** Makes a change and brings the stored responses up to date with it. */
  async function change(make: () => void, scope: ChangeScope | null): Promise<void> {
    store.transaction(() => {
      make();
      if (scope) {
        attributor.mark();
      }
    });
    if (!scope) {
      // No response's ticket depends on it.
      options.onChanged({ responses: false });
      return;
    }
    attributor.reload();
    const changed = await attributor.reattribute(scope);
    options.onChanged({ responses: changed > 0 });
  }

  async function begin(ticket: StartTicket, replace: boolean): Promise<TicketReport> {
    const folder = folders.at(ticket.folder);
    const key = attributor.standsFor(requireKey(ticket.key, attributor));
    const at = momentOf(ticket.at, now());
    const title = ticket.title?.trim() || null;
    const open = folder.exact;
    if (open?.key === key) {
      if (title !== null && store.details().get(key)?.title !== title) {
        await change(() => store.edit(key, { title }, now()), null);
      }
    } else if (open && !replace) {
      throw new Error(
        `${open.key} is open in ${folder.worktree}. Switch to ${key}, or finish ${open.key} first.`,
      );
    } else {
      const { repository, worktree, branch } = folder;
      // A ticket cannot end before it began, whatever moment the switch is dated back to.
      const end = open ? Math.max(at, open.startedAt) : at;
      await change(
        () => {
          if (open) {
            store.close(open.id, end);
          }
          store.open({ key, title, repository, worktree, branch, at: end, now: now() });
        },
        { since: end },
      );
    }
    return report(key, folders.at(ticket.folder));
  }

  function report(key: string, folder: Folder | null): Promise<TicketReport> {
    return ticketReport(key, folder, { ...options, summaries });
  }

  /** What was finished here is told so, even where the ticket is still open in another worktree. */
  async function finished(key: string, path: string, finishedAt: number | null): Promise<TicketReport> {
    return { ...(await report(key, folders.at(path))), state: 'finished', finishedAt };
  }

  function keyOf(text: string): string | null {
    const key = attributor.spelled(text);
    return key === null ? null : attributor.standsFor(key);
  }

  async function reportOf(key: string, path?: string): Promise<TicketReport | null> {
    const wanted = keyOf(key);
    const folder = path === undefined ? null : folders.at(path);
    return wanted !== null && summaries.has(wanted) ? report(wanted, folder) : null;
  }

  return {
    ...createWholeTickets({
      ...{ store, attributor, now, change },
      isKnown: summaries.has,
      start: (ticket) => begin(ticket, false),
      report: reportOf,
    }),
    startTicket: (ticket) => begin(ticket, false),
    switchTicket: (ticket) => begin(ticket, true),

    async finishTicket(path, at) {
      const folder = folders.at(path);
      const open = folder.exact ?? folder.around;
      if (!open) {
        const last = folder.lastFinished;
        if (last && Math.abs(now() - (last.finishedAt ?? 0)) <= repetitionMs) {
          return finished(last.key, path, last.finishedAt);
        }
        throw new Error(`No ticket is open in ${folder.worktree}.${elsewhere(folder)}`);
      }
      const time = now();
      // A clock that was set back since the start would keep the ticket open until it gets there again.
      const moment = momentOf(at, time);
      const end = time < open.startedAt ? open.startedAt : moment;
      if (end < open.startedAt) {
        throw new Error(`${open.key} cannot end before it was started.`);
      }
      await change(() => store.close(open.id, end), { since: end });
      return finished(open.key, path, end);
    },

    tickets: async (filter) => summaries.list(scopeOf(filter.folders, folders, store)),

    ticket: reportOf,

    async ticketPage(key, path) {
      const wanted = keyOf(key);
      const folder = path === undefined ? null : folders.at(path);
      return wanted !== null && summaries.has(wanted)
        ? ticketPage(wanted, folder, { ...options, summaries })
        : null;
    },

    folderStatus: async (path) => statusOf(folders.at(path), options, summaries),
  };
}

/** The folders of a filter and all other worktrees of their repositories. */
function scopeOf(
  paths: readonly string[] | undefined,
  folders: Folders,
  store: TicketStore,
): readonly string[] | null {
  if (!paths) {
    return null;
  }
  const repositories = paths.flatMap((path) => folders.at(path).repository ?? []);
  return [...new Set([...paths, ...repositories, ...store.foldersOf(repositories)])];
}

function statusOf(folder: Folder, { reader }: TicketsOptions, summaries: Summaries): FolderStatus {
  const key = folder.current?.key ?? folder.branchKey ?? folder.other?.key ?? null;
  const live = reader.liveSession(folder.worktree);
  const isRunning = live?.state === 'active' || live?.state === 'waiting';
  return {
    repository: folder.repository,
    worktree: folder.worktree,
    branch: folder.branch,
    proposedKey: folder.branchKey,
    ticket: key === null ? null : summaries.of(key, folder),
    live,
    context: live ? reader.contextOf(live.id) : null,
    untracked: key === null && isRunning && !live.headless ? live.id : null,
  };
}

function elsewhere({ other }: Folder): string {
  return other ? ` ${other.key} is open in ${other.worktree}.` : '';
}

/** A moment that was given, never in the future, else now. Milliseconds. */
function momentOf(at: number | undefined, now: number): number {
  if (at === undefined) {
    return now;
  }
  if (!Number.isSafeInteger(at) || at < 0) {
    throw new Error('The time must be a whole number of milliseconds since 1970.');
  }
  return Math.min(at, now);
}
