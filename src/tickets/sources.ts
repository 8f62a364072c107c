import type { TicketKeys } from '../attribution/ticketKey.js';
import type { ContextFill, SessionSummary, TicketReport, UsageQuery } from '../common/protocol.js';
import type { TicketPage } from '../common/ticketPage.js';
import type { UsageSums, UsageReport } from '../common/usageReport.js';
import type { TicketScope } from './scope.js';

/** The part of the reader that tickets need; see src/store/read/reader.ts. */
export interface TicketReader {
  usage(query: UsageQuery): UsageReport;
  usageOf(scope: TicketScope): { usage: UsageSums; sessions: number };
  activityOf(scope: TicketScope): Pick<
    TicketReport,
    'filesChanged' | 'topTools' | 'subAgents' | 'models' | 'sessionIds'
  > & {
    firstAt: number | null;
  };
  workOf(scope: TicketScope): Pick<TicketPage, 'work' | 'workLeftOut' | 'plans'>;
  liveSession(worktree: string): SessionSummary | null;
  contextOf(session: string): ContextFill | null;
}

/** The part of the attributor that tickets need; see src/store/attributor.ts. */
export interface TicketAttributor extends Pick<TicketKeys, 'keyOf' | 'spelled'> {
  reload(): void;
  mark(): void;
  reattribute(scope?: { sessions?: readonly number[]; ticket?: string; since?: number }): Promise<number>;
  standsFor(key: string): string;
}
