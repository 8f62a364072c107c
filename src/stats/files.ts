import type { Chart, ChartReads, MarkKey, Row } from './chart.js';
import { weights } from './weights.js';

const most = 1000;

const editedFiles: Chart = {
  id: 'editedFiles',
  tab: 'files',
  title: 'Most edited files',
  description: `Files by how often a tool call changed them, the ${most} most edited ones, those changed last first among equals. Lines are those that the agent tells.`,
  mark: { kind: 'bar', of: 'file', value: 'changes' },
  sortedBy: 'changes',
  columns: [
    { id: 'file', label: 'File', unit: 'file' },
    { id: 'changes', label: 'Changes', unit: 'count' },
    { id: 'sessions', label: 'Sessions', unit: 'count' },
    { id: 'added', label: 'Lines added', unit: 'lines' },
    { id: 'removed', label: 'Lines removed', unit: 'lines' },
    { id: 'last_at', label: 'Last change', unit: 'time' },
  ],
  rows(reads) {
    const found = new Map<number, Edits>();
    reads.changes(({ file, session, at, added, removed }) => {
      let sums = found.get(file);
      if (!sums) {
        sums = { changes: 0, sessions: 0, lastSession: null, added: null, removed: null, last: null };
        found.set(file, sums);
      }
      sums.changes++;
      // They come by session.
      sums.sessions += Number(session !== sums.lastSession);
      sums.lastSession = session;
      sums.added = added === null ? sums.added : (sums.added ?? 0) + added;
      sums.removed = removed === null ? sums.removed : (sums.removed ?? 0) + removed;
      sums.last = at === null ? sums.last : Math.max(sums.last ?? at, at);
    });
    // Names are asked of those files only that may be among the most edited ones.
    const all = [...found].sort(([, of], [, other]) => inOrder(of, other));
    const last = all[most - 1]?.[1];
    const edited = last ? all.filter(([, of]) => inOrder(of, last) <= 0) : all;
    const nameOf = reads.filesOf(edited.map(([file]) => file));
    return {
      rows: edited
        .map(([file, of]) => [nameOf(file), of] as const)
        .sort(([a, of], [b, other]) => inOrder(of, other) || (a < b ? -1 : 1))
        .slice(0, most)
        .map(([file, of]): Row => [file, of.changes, of.sessions, of.added, of.removed, of.last]),
    };
  },
  behind(key, reads) {
    const nameOf = namesOfChanged(reads);
    return weights((add) =>
      reads.changes((change) => {
        if (nameOf(change.file) === key('file')) {
          add(change.sessionId());
        }
      }),
    );
  },
  sql: (scope) => `select
  ifnull(f.new_path, f.path) as file,
  count(*) as changes,
  count(distinct f.session_id) as sessions,
  sum(f.added) as added,
  sum(f.removed) as removed,
  max(f.at) as last_at
from v_file_change f
where f.copied = 0
  and ${scope.within('f')}
group by 1
order by 2 desc, 6 desc, 1
limit ${most}`,
};

function namesOfChanged(reads: ChartReads): (file: number) => string {
  const files = new Set<number>();
  reads.changes(({ file }) => files.add(file));
  return reads.filesOf(files);
}

interface Edits {
  changes: number;
  sessions: number;
  lastSession: number | null;
  added: number | null;
  removed: number | null;
  last: number | null;
}

/** Those with more changes first, then those that were changed later. */
function inOrder(a: Edits, b: Edits): number {
  return b.changes - a.changes || (b.last ?? 0) - (a.last ?? 0);
}

const linesPerDay: Chart = {
  id: 'linesPerDay',
  tab: 'files',
  title: 'Lines changed per day',
  description:
    'Lines that tool calls added and removed, as far as the agent tells them. A line that was changed counts as both.',
  mark: { kind: 'stacked', of: 'day', part: 'what', value: 'lines' },
  sortedBy: 'day',
  columns: [
    { id: 'day', label: 'Day', unit: 'day' },
    { id: 'what', label: 'Figure', unit: 'term' },
    { id: 'lines', label: 'Lines', unit: 'lines' },
    { id: 'changes', label: 'Changes', unit: 'count' },
  ],
  rows(reads) {
    const rows: { day: string | null; what: string; lines: number; changes: number }[] = [];
    const sumsOf = (what: string) => {
      const days = new Map<string | null, (typeof rows)[number]>();
      return (at: number | null, lines: number | null) => {
        if (lines === null) {
          return;
        }
        const day = at === null ? null : reads.clock.dayOf(at);
        let sums = days.get(day);
        if (!sums) {
          sums = { day, what, lines: 0, changes: 0 };
          days.set(day, sums);
          rows.push(sums);
        }
        sums.lines += lines;
        sums.changes++;
      };
    };
    const [add, remove] = [sumsOf('added'), sumsOf('removed')];
    reads.changes(({ at, added, removed }) => {
      add(at, added);
      remove(at, removed);
    });
    return { rows: rows.map(({ day, what, lines, changes }): Row => [day, what, lines, changes]) };
  },
  behind: (key, reads) =>
    weights((add) =>
      reads.changes((change) => {
        const { at, added, removed } = change;
        const [what, day] = [key('term'), at === null ? null : reads.clock.dayOf(at)];
        const isTold = (what !== 'removed' && added !== null) || (what !== 'added' && removed !== null);
        if (isTold && isWithin(day, key)) {
          add(change.sessionId());
        }
      }),
    ),
  sql(scope) {
    const lines = (what: string, column: string) => `select
  ${scope.key('day', 'f')} as day, '${what}' as what, sum(f.${column}) as lines, count(*) as changes
from v_file_change f
where f.copied = 0
  and f.${column} is not null
  and ${scope.within('f')}
group by 1`;
    return `${lines('added', 'added')}\nunion all ${lines('removed', 'removed')}\norder by 1, 2`;
  },
};

export const files: readonly Chart[] = [linesPerDay, editedFiles];

function isWithin(day: string | null, key: MarkKey): boolean {
  const [first, last] = key('days')?.split(' ') ?? [];
  return first === undefined || last === undefined
    ? day === key('day')
    : day !== null && day >= first && day <= last;
}
