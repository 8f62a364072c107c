import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { Remote } from '../../src/common/rpc.js';
import type { SqlFault } from '../../src/common/sqlConsole.js';
import type { SqlHost, SqlStart, SqlWanted } from '../../src/common/sqlPanel.js';
import type { SqlQuery } from '../../src/common/sqlQuery.js';
import { tr, t } from '../app/strings.js';
import { onPanelEvent } from '../app/rpc.js';
import { EmptyState, ErrorState } from '../app/ui/states.js';
import { usePersistedState } from '../app/usePersistedState.js';
import { firstChoice, isChoice, type Choice } from './choice.js';
import { Editor } from './editor.js';
import { Result } from './result.js';
import { RunBar } from './runBar.js';
import { SidePanel } from './side.js';
import { useQuestion } from './useQuestion.js';
import { namesIn, valuesOf } from './values.js';

/** The console: what can be asked at the side, the query with its values, and below what became of it. */
export function Console({ host, start }: { host: Remote<SqlHost>; start: SqlStart }) {
  const [choice, setChoice] = usePersistedState<Choice>('sql', firstChoice, isChoice);
  const change = useCallback(
    (part: Partial<Choice>) => setChoice((old) => ({ ...old, ...part })),
    [setChoice],
  );
  const { asked, copy, since, error, lists, setLists, ask, cancel } = useQuestion(host, start);
  const [hasNews, setHasNews] = useState(false);
  const [told, setTold] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const faultId = useId();
  const { sql, values, rows, ms } = choice;
  const names = useMemo(() => namesIn(sql), [sql]);
  const tell = (failed: unknown) => setTold(failed instanceof Error ? failed.message : String(failed));

  const run = useCallback(
    (text: string, typed: Choice['values']) => {
      setTold('');
      if (text.trim() !== '') {
        ask({ sql: text, parameters: valuesOf(namesIn(text), typed, Date.now()), rows, ms });
      }
    },
    [ask, rows, ms],
  );
  const show = useCallback(
    (wanted: SqlWanted) => {
      change({ sql: wanted.sql, chart: null, title: '' });
      if (wanted.run) {
        run(wanted.sql, {});
      }
      field.current?.focus();
    },
    [change, run],
  );
  useEffect(() => {
    if (start.wanted !== null) {
      show(start.wanted);
    }
    field.current?.focus();
  }, [start]);
  useEffect(() => {
    const subscription = onPanelEvent((event) => {
      if (event.event === 'askSql') {
        show(event.wanted);
      } else if (event.event === 'changed') {
        setHasNews(true);
      }
    });
    return () => subscription.dispose();
  }, [show]);
  // News is what came after the copy that was asked last.
  useEffect(() => setHasNews(false), [copy?.at]);

  const choose = (query: SqlQuery) => {
    const own = query.parameters.map(({ name, value }): [string, string] => [name, String(value)]);
    const next = Object.fromEntries(own);
    const view = query.chart ? choice.view : 'table';
    change({ sql: query.sql, chart: query.chart ?? null, title: tr(query.title), values: next, view });
    // One that needs a word or an id waits for it.
    if (query.parameters.every(({ value }) => value !== '')) {
      run(query.sql, next);
    }
  };
  const insert = (text: string) => {
    const area = field.current;
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [sql.length, sql.length];
    change({ sql: sql.slice(0, from) + text + sql.slice(to) });
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  const goTo = ({ from = 0, to = 0 }: SqlFault) => {
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  };
  const isFaulty = asked?.answer.kind === 'fault' && asked.question.sql === sql;
  return (
    <main class={choice.showSide ? 'console' : 'console console-alone'}>
      <h1 class="sr-only">{t('sqlConsole')}</h1>
      {choice.showSide && (
        <SidePanel
          side={choice.side}
          themes={start.themes}
          lists={lists}
          onSide={(side) => change({ side })}
          onQuery={choose}
          onText={(text, title) => {
            change({ sql: text, chart: null, title });
            field.current?.focus();
          }}
          onInsert={insert}
          onForget={(name) => void host.forget(name).then(setLists).catch(tell)}
          onClear={() => void host.clearRecent().then(setLists).catch(tell)}
        />
      )}
      <div class="work">
        <Editor
          value={sql}
          field={field}
          faultId={isFaulty ? faultId : null}
          onInput={(text) => change({ sql: text })}
          onRun={() => run(sql, values)}
        />
        <RunBar
          choice={choice}
          names={names}
          since={since}
          asked={asked}
          copy={copy}
          hasNews={hasNews}
          told={told}
          change={change}
          onRun={() => run(sql, values)}
          onCancel={cancel}
          onKeep={() => void host.keep(sql, choice.title).then(setLists).catch(tell)}
          onRefresh={() => void host.refresh().then(() => setTold(t('sqlRefreshed')), tell)}
        />
        <div class="outcome" aria-busy={since !== null}>
          {error !== null ? (
            <ErrorState message={error} onRetry={() => run(sql, values)} />
          ) : asked ? (
            <Result
              asked={asked}
              faultId={faultId}
              view={choice.view}
              chart={choice.chart}
              onView={(view) => change({ view })}
              onChart={(chart) => change({ chart })}
              onGoTo={goTo}
              onOpenSession={(id) => void host.openSession(id).catch(tell)}
              copy={(text) => host.copy(text)}
              saveCsv={(text) => host.saveCsv(text)}
            />
          ) : (
            since === null && <EmptyState icon="database" title={t('sqlStart')} hint={t('sqlStartHint')} />
          )}
        </div>
      </div>
    </main>
  );
}
