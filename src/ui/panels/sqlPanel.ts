import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { DisposableStore, type Disposable } from '../../common/lifecycle.js';
import type { PanelHost } from '../../common/panelProtocol.js';
import type { SessionId } from '../../common/protocol.js';
import { longestSql, mostSqlMs, mostSqlRows } from '../../common/sqlConsole.js';
import type { SqlHost, SqlWanted } from '../../common/sqlPanel.js';
import { queryThemes } from '../../stats/queries/index.js';
import type { QueryRunner } from '../../store/queryRunner.js';
import type { QueryMemory } from '../queryMemory.js';
import { saveCsv } from '../saveCsv.js';
import { text, upTo } from '../../service/shapes.js';
import { checked, sessionId } from './arguments.js';
import {
  bundle,
  fillPanel,
  panelOptions,
  type PanelContext,
  type ShownPanel,
  restoreOnlyPanel,
} from './panel.js';

const viewType = 'agentLogbook.sql';
const longestName = 100;
/** Letters of a file of results: 100,000 rows of a session's text are not more. */
const longestCsv = 256 << 20;

export interface SqlPanel extends Disposable {
  /** Shows the console, with a query if given. */
  open(wanted?: SqlWanted): void;
}

interface SqlServices {
  replay: { open(id: SessionId): void };
  queries: QueryMemory;
  /** Made when the console is shown first; ends with it. */
  createRunner(): QueryRunner;
}

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(longestName));

const question = z.object({
  sql: text(longestSql),
  parameters: z.pipe(
    z.optional(z.record(text(longestName), z.union([text(longestSql), z.number(), z.null()]))),
    z.transform((value) => value ?? {}),
  ),
  rows: upTo(mostSqlRows, 1),
  ms: upTo(mostSqlMs, 100),
});

/** The one panel with the SQL console. It comes back with the window. */
export function createSqlPanel(context: PanelContext, services: SqlServices): SqlPanel {
  const disposables = new DisposableStore();
  let current: { panel: vscode.WebviewPanel; shown: ShownPanel } | undefined;
  let first: SqlWanted | null = null;
  /** Rows were deleted or another store is shown: the copy must not be asked again. */
  let outdated = false;

  const fill = (panel: vscode.WebviewPanel) => {
    const title = vscode.l10n.t('SQL console');
    const runner = services.createRunner();
    const takeFirst = () => {
      const taken = first;
      first = null;
      return taken;
    };
    const renew = () => {
      if (outdated) {
        outdated = false;
        runner.refresh();
      }
    };
    const shown = fillPanel<SqlHost>(context, panel, {
      name: 'sql',
      title,
      api: sqlHost(context, services, { runner, takeFirst, renew }),
    });
    panel.title = title;
    current = { panel, shown };
    panel.onDidDispose(() => {
      void runner.dispose();
      if (current?.panel === panel) {
        current = undefined;
      }
    });
  };

  disposables.add(
    context.store.onChanged(({ sessions, tickets, settings }) => {
      outdated ||= sessions === 'all' || settings;
      if (current?.panel.visible && (sessions === 'all' || sessions.length > 0 || tickets || settings)) {
        current.shown.send({ event: 'changed', rebuilt: sessions === 'all' });
      }
    }),
  );
  disposables.add(restoreOnlyPanel(viewType, () => current !== undefined, fill));
  return {
    open(wanted) {
      if (current) {
        current.panel.reveal();
        if (wanted !== undefined) {
          // A page that is hidden starts anew when it is revealed, and asks for the query then.
          first = current.panel.visible ? null : wanted;
          current.shown.send({ event: 'askSql', wanted });
        }
        return;
      }
      first = wanted ?? null;
      fill(
        vscode.window.createWebviewPanel(
          viewType,
          vscode.l10n.t('SQL console'),
          vscode.ViewColumn.Active,
          panelOptions(context),
        ),
      );
    },
    dispose() {
      disposables.dispose();
      current?.panel.dispose();
    },
  };
}

interface SqlState {
  runner: QueryRunner;
  takeFirst(): SqlWanted | null;
  /** Gives up a copy that is outdated. */
  renew(): void;
}

function sqlHost(
  { agents }: PanelContext,
  { replay, queries }: SqlServices,
  { runner, takeFirst, renew }: SqlState,
): Omit<SqlHost, keyof PanelHost> {
  return {
    async start() {
      return {
        bundle: bundle(),
        agents: await agents.load(),
        themes: queryThemes,
        lists: queries.lists(),
        wanted: takeFirst(),
        copy: runner.copy(),
      };
    },
    ask: checked([question], async (asked) => {
      renew();
      const answer = await runner.ask(asked);
      const lists = answer.kind === 'rows' ? queries.used(asked.sql.trim()) : queries.lists();
      return { answer, lists };
    }),
    cancel: () => Promise.resolve(runner.cancel()),
    refresh: () => Promise.resolve(runner.refresh()),
    keep: checked([text(longestSql), text(longestName)], async (sql, suggested) => {
      const given = await vscode.window.showInputBox({
        title: vscode.l10n.t('Keep the query'),
        prompt: vscode.l10n.t('A query of the same name is replaced.'),
        value: suggested,
        validateInput: (value) =>
          value.trim().length > longestName ? vscode.l10n.t('A shorter name, please.') : undefined,
      });
      const named = name.safeParse(given);
      return named.success ? queries.keep({ name: named.data, sql }) : queries.lists();
    }),
    forget: checked([name], (kept) => Promise.resolve(queries.forget(kept))),
    clearRecent: () => Promise.resolve(queries.clearRecent()),
    saveCsv: checked([text(longestCsv)], (csv) =>
      saveCsv(csv, { title: vscode.l10n.t('Save the rows as CSV'), name: 'logbook.csv' }),
    ),
    openSession: checked([sessionId], (id) => {
      replay.open(id);
      return Promise.resolve();
    }),
  };
}
