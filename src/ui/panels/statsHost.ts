import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import type { ChartQuery } from '../../common/charts.js';
import { csvLine } from '../../common/csv.js';
import type { PanelHost } from '../../common/panelProtocol.js';
import { oneLine } from '../../common/plainText.js';
import { longestSql } from '../../common/sqlConsole.js';
import type { OneOf, SessionId, UsageScope } from '../../common/protocol.js';
import type { ChartQuestion, StatsFocus, StatsHost, StatsRange } from '../../common/statsPanel.js';
import type { UsageDimension } from '../../common/usageReport.js';
import { charts, chartData, chartOf } from '../../stats/index.js';
import { sqlScope } from '../../stats/sqlScope.js';
import { pickOf } from '../commands/pickSession.js';
import { workspaceFolders } from '../folders.js';
import { saveCsv } from '../saveCsv.js';
import { list, text } from '../../service/shapes.js';
import { chartKeys, chartQuestion, checked, range, sessionId, timeZone } from './arguments.js';
import { bundle, type PanelContext } from './panel.js';

/** Keys that a filter offers of each kind; those with the most tokens. */
const mostChoices = 200;

/** What the statistics' page may ask. `takeFocus` gives what to show first, once. */
export function statsHost(
  { store, agents }: PanelContext,
  takeFocus: () => StatsFocus | null,
): Omit<StatsHost, keyof PanelHost> {
  const openReplay = async (id: SessionId) => {
    await vscode.commands.executeCommand('agentLogbook.openReplay', id);
  };
  return {
    async start() {
      const labels = await agents.load();
      return {
        bundle: bundle(),
        agents: labels,
        charts: charts.map(chartData),
        hasWorkspace: workspaceFolders().length > 0,
        focus: takeFocus(),
      };
    },
    totals: checked([range, timeZone], (where, zone) =>
      store.api.usage({ by: 'none', ...scopeOf(where), timeZone: zone }),
    ),
    explain: checked([range], (where) => store.api.explain(scopeOf(where))),
    choices: checked([range], async ({ scope, since, until }) => {
      const keys = async (by: UsageDimension): Promise<OneOf> => {
        const { rows } = await store.api.usage({ by, ...scopeOf({ scope, since, until }) });
        return [...rows]
          .sort((a, b) => b.totalTokens - a.totalTokens)
          .slice(0, mostChoices)
          .map(({ key }) => key);
      };
      return {
        agents: await keys('agent'),
        models: await keys('model'),
        projects: await keys('project'),
        branches: await keys('branch'),
        tickets: await keys('ticket'),
        tags: (await store.api.tags()).slice(0, mostChoices).map(({ tag }) => tag),
      };
    }),
    chart: checked([chartQuestion], (question) => store.api.chart(question.id, queryOf(question))),
    sql: checked([chartQuestion], (question) =>
      Promise.resolve(chartOf(question.id).sql(sqlScope(queryOf(question), Date.now()))),
    ),
    openSql: checked([text(longestSql)], async (sql) => {
      await vscode.commands.executeCommand('agentLogbook.openSql', { sql, run: true });
    }),
    saveCsv: checked([chartQuestion], async (question) => {
      const { columns, title } = chartData(chartOf(question.id));
      const { rows } = await store.api.chart(question.id, queryOf(question));
      const csv = [columns.map(({ id }) => id), ...rows].map(csvLine).join('');
      return saveCsv(csv, { title: vscode.l10n.t(title), name: `${question.id}.csv` });
    }),
    titles: checked([list(sessionId, 1000)], async (ids) => {
      const sessions = await store.api.sessions({ ids, children: true }, { limit: Math.max(1, ids.length) });
      return Object.fromEntries(sessions.map((session) => [session.id, oneLine(session.title, 200)]));
    }),
    openSessions: checked([chartQuestion, chartKeys, text(4000)], async (question, keys, label) => {
      const found = await store.api.sessionsBehind(question.id, queryOf(question), keys);
      if (found.length === 0) {
        return false;
      }
      const place = new Map(found.map((id, index) => [id, index]));
      const sessions = [
        ...(await store.api.sessions({ ids: found, children: true }, { limit: found.length })),
      ].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
      const [only] = sessions;
      const picked =
        sessions.length > 1 ? await pickOf(sessions, oneLine(label, 100), await agents.load()) : only;
      if (picked) {
        await openReplay(picked.id);
      }
      return sessions.length > 0;
    }),
    openSession: checked([sessionId], openReplay),
    ticketCommits: checked([text(200)], async (key) => {
      const ticket = await store.api.ticket(key);
      return ticket === null || ticket.commitsProblem !== null
        ? { commits: null, problem: ticket?.commitsProblem ?? null }
        : {
            commits: ticket.commits.map(({ subject }) => ({ subject: oneLine(subject, 200) })),
            problem: null,
          };
    }),
    openTicket: checked([text(200)], async (key) => {
      await vscode.commands.executeCommand('agentLogbook.openTicketPage', key);
    }),
  };
}

type Question = z.output<typeof chartQuestion>;

function queryOf({ range: where, timeZone: zone, part, session }: Question | ChartQuestion): ChartQuery {
  return withoutAbsent({ ...scopeOf(where), timeZone: zone, part, session });
}

/** What of the responses a page's range means in this window. */
function scopeOf(where: z.output<typeof range> | StatsRange): UsageScope {
  const { since, until, models, projects, branches, tickets, agents, tags, headless, scope } = where;
  const folders = scope === 'workspace' ? workspaceFolders() : undefined;
  const filter = withoutAbsent({ agents, tags, headless, folders });
  return withoutAbsent({
    ...{ since, until, models, projects, branches, tickets },
    filter: Object.keys(filter).length > 0 ? filter : undefined,
  });
}

/** Without the fields that are absent, as the protocol writes them. */
function withoutAbsent<T extends object>(
  value: T,
): { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
} {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never;
}
