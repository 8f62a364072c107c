import type { Chart, ChartReads, Insight, Row } from './chart.js';
import { literal } from './sqlScope.js';
import { weights } from './weights.js';

/** Files that tell agents how to work, by their last name. */
const instructionFiles = [
  ...['CLAUDE.md', 'AGENTS.md', 'GEMINI.md', 'QWEN.md', 'copilot-instructions.md', 'CONVENTIONS.md'],
  ...['.cursorrules', '.windsurfrules', '.clinerules', '.goosehints', 'SKILL.md'],
];
/** Sessions of the project that are compared on each side. */
const sessions = 10;
/** The newest changes that are shown. */
const most = 200;

/** What sessions of a project took before and after somebody changed what agents are told there. */
export const instructionEffect: Chart = {
  id: 'instructionEffect',
  tab: 'quality',
  title: 'Effect of instruction files',
  description: `Each change of an instruction file by an agent, and the ${sessions} sessions of its project before and after it within the period: their average cost and how often prompts had to correct. A few sessions prove nothing; a change on the same day as another one is one with it.`,
  mark: { kind: 'table' },
  sortedBy: 'at',
  names: ['at'],
  columns: [
    { id: 'file', label: 'File', unit: 'file' },
    { id: 'project', label: 'Project', unit: 'project' },
    { id: 'at', label: 'Time', unit: 'time' },
    { id: 'sessions_before', label: 'Sessions before', unit: 'count' },
    { id: 'sessions_after', label: 'Sessions after', unit: 'count' },
    { id: 'cost_before', label: 'Cost before', unit: 'usd' },
    { id: 'cost_after', label: 'Cost after', unit: 'usd' },
    { id: 'corrections_before', label: 'Corrections before', unit: 'share' },
    { id: 'corrections_after', label: 'Corrections after', unit: 'share' },
  ],
  rows(reads) {
    const changes = new Map<string, { file: string; project: string | null; at: number }>();
    const instructions = reads.filesEnding(instructionFiles);
    if (instructions.size === 0) {
      return { rows: [] };
    }
    reads.changes((change) => {
      const { at } = change;
      const file = instructions.get(change.file);
      if (at !== null && file !== undefined) {
        const project = change.project();
        const key = JSON.stringify([file, project, Math.floor(at / 86_400_000)]);
        changes.set(key, { file, project, at: Math.min(at, changes.get(key)?.at ?? at) });
      }
    });
    return {
      rows: [...changes.values()]
        .sort((a, b) => b.at - a.at)
        .slice(0, most)
        .map(({ file, project, at }): Row => {
          const { before, after } = around(reads, project, at);
          return [
            ...[file, project, at],
            ...[before.length, after.length],
            ...[average(before, 'cost'), average(after, 'cost')],
            ...[average(before, 'correctionRate'), average(after, 'correctionRate')],
          ];
        }),
    };
  },
  behind(key, reads) {
    const { before, after } = around(reads, key('project') ?? null, Number(key('time')));
    return weights((add) => [...before, ...after].forEach(({ session, tokens }) => add(session, tokens)));
  },
  sql: (scope) => `select ifnull(f.new_path, f.path) as file, f.project, min(f.at) as at
from v_file_change f
where f.copied = 0
  and f.at is not null
  and (${instructionFiles.map((name) => `ifnull(f.new_path, f.path) like ${literal(`%${name}`)}`).join('\n    or ')})
  and ${scope.within('f')}
group by 1, 2, f.at / 86400000
order by 3 desc
limit ${most}`,
};

/** The sessions of a project that began last before a moment, and first from it on. */
function around(
  reads: ChartReads,
  project: string | null,
  at: number,
): { before: readonly Insight[]; after: readonly Insight[] } {
  const of = reads
    .insights()
    .filter((insight) => insight.startedAt !== null && insight.project === project)
    .toSorted((a, b) => Number(a.startedAt) - Number(b.startedAt));
  return {
    before: of.filter(({ startedAt }) => Number(startedAt) < at).slice(-sessions),
    after: of.filter(({ startedAt }) => Number(startedAt) >= at).slice(0, sessions),
  };
}

function average(insights: readonly Insight[], figure: 'cost' | 'correctionRate'): number | null {
  const known = insights.flatMap((insight) => insight[figure] ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
