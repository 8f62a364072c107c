import { useMemo } from 'preact/hooks';
import type { ChartResult } from '../../src/common/charts.js';
import type { Remote } from '../../src/common/rpc.js';
import type { StatsHost } from '../../src/common/statsPanel.js';
import { t } from '../app/strings.js';
import type { ChartActions } from './charts/chartCard.js';

/** What charts ask of the host. `tell` says what came of it. */
export function useChartActions(host: Remote<StatsHost>, tell: (message: string) => void): ChartActions {
  return useMemo(() => {
    const failed = (error: unknown) => tell(error instanceof Error ? error.message : String(error));
    const asked = new Map<string, Promise<ChartResult>>();
    let git: Promise<unknown> = Promise.resolve();
    return {
      // Two charts over the same rows share one question while it is on its way.
      ask(question) {
        const key = JSON.stringify(question);
        let answer = asked.get(key);
        if (!answer) {
          answer = host.chart(question).finally(() => asked.delete(key));
          asked.set(key, answer);
        }
        return answer;
      },
      titles: host.titles,
      sql: host.sql,
      openSql: (sql) => void host.openSql(sql).catch(failed),
      saveCsv(question) {
        host
          .saveCsv(question)
          .then((saved) => tell(saved ? t('saved') : ''))
          .catch(failed);
      },
      open(question, keys, label) {
        tell('');
        host
          .openSessions(question, keys, label)
          .then((found) => tell(found ? '' : t('noSessionsBehind')))
          .catch(failed);
      },
      openSession: (id) => void host.openSession(id).catch(failed),
      // One ticket after another: each may start several processes of git.
      commits(ticket) {
        const answer = git.then(() => host.ticketCommits(ticket));
        git = answer.catch(() => undefined);
        return answer;
      },
      openTicket: (key) => void host.openTicket(key).catch(failed),
    };
  }, [host, tell]);
}
