import { useState } from 'preact/hooks';
import { publicFunctions, publicViews } from '../../src/common/publicViews.js';
import type { QueryLists, SqlStart } from '../../src/common/sqlPanel.js';
import type { SqlQuery } from '../../src/common/sqlQuery.js';
import { t, tr } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';
import { Tabs } from '../app/ui/tabs.js';
import { sides, type Side } from './choice.js';

interface SideProps {
  side: Side;
  themes: SqlStart['themes'];
  lists: QueryLists;
  onSide(side: Side): void;
  onQuery(query: SqlQuery): void;
  onText(sql: string, title: string): void;
  onInsert(name: string): void;
  onForget(name: string): void;
  onClear(): void;
}

/** What can be asked: queries that are ready, the views and their columns, and what was asked before. */
export function SidePanel(props: SideProps) {
  const { side } = props;
  const [filter, setFilter] = useState('');
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (...texts: readonly string[]) => {
    const all = texts.join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const labels = { queries: t('sqlQueries'), schema: t('sqlSchema'), history: t('sqlHistory') };
  return (
    <aside class="side" aria-label={t('sqlSide')}>
      <Tabs
        label={t('sqlSide')}
        value={side}
        options={sides.map((value) => ({ value, label: labels[value] }))}
        onChange={props.onSide}
      />
      <TextField
        label={t('sqlFilter')}
        placeholder={t('sqlFilter')}
        icon="filter"
        value={filter}
        onInput={setFilter}
      />
      <div class="side-body">
        {side === 'queries' ? (
          <Queries {...props} has={has} />
        ) : side === 'schema' ? (
          <Schema has={has} isFiltered={words.length > 0} onInsert={props.onInsert} />
        ) : (
          <History {...props} has={has} />
        )}
      </div>
    </aside>
  );
}

type Has = (...texts: readonly string[]) => boolean;

function Queries({ themes, lists, has, onQuery, onText, onForget }: SideProps & { has: Has }) {
  const kept = lists.kept.filter(({ name, sql }) => has(name, sql));
  const shown = themes
    .map(({ title, queries }) => ({
      title,
      queries: queries.filter((query) => has(tr(query.title), tr(query.about), query.id)),
    }))
    .filter(({ queries }) => queries.length > 0);
  return (
    <>
      {kept.length > 0 && (
        <section>
          <h2>{t('sqlKept')}</h2>
          <ul>
            {kept.map(({ name, sql }) => (
              <li key={name} class="side-row">
                <button type="button" class="side-item" title={sql} onClick={() => onText(sql, name)}>
                  {name}
                </button>
                <IconButton icon="close" label={t('sqlForget', name)} onClick={() => onForget(name)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {shown.map(({ title, queries }) => (
        <section key={title}>
          <h2>{tr(title)}</h2>
          <ul>
            {queries.map((query) => (
              <li key={query.id}>
                <button
                  type="button"
                  class="side-item"
                  title={tr(query.about)}
                  onClick={() => onQuery(query)}
                >
                  {tr(query.title)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {kept.length + shown.length === 0 && <p class="muted">{t('sqlNoMatch')}</p>}
    </>
  );
}

function Schema({
  has,
  isFiltered,
  onInsert,
}: {
  has: Has;
  isFiltered: boolean;
  onInsert(name: string): void;
}) {
  const views = publicViews
    .map((view) => {
      const columns = view.columns.filter(([name, , about]) => has(view.name, name, about));
      return { ...view, shown: has(view.name, view.about) ? view.columns : columns };
    })
    .filter(({ shown }) => shown.length > 0);
  const functions = publicFunctions.filter(({ call, about }) => has(call, about));
  return (
    <>
      {views.map(({ name, about, shown }) => (
        <details key={name} open={isFiltered}>
          <summary title={about}>
            <span class="mono">{name}</span>
          </summary>
          <p class="muted">{about.replaceAll('`', '')}</p>
          <Button look="quiet" icon="add" onClick={() => onInsert(name)}>
            {t('sqlInsert', name)}
          </Button>
          <ul aria-label={t('sqlColumnsOf', name)}>
            {shown.map(([column, unit, meaning]) => (
              <li key={column}>
                <button
                  type="button"
                  class="side-item side-column"
                  title={meaning.replaceAll('`', '')}
                  onClick={() => onInsert(column)}
                >
                  <span class="mono">{column}</span> <span class="muted">{unit}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {functions.length > 0 && (
        <section>
          <h2>{t('sqlFunctions')}</h2>
          <ul>
            {functions.map(({ call, about }) => (
              <li key={call}>
                <button
                  type="button"
                  class="side-item"
                  title={about.replaceAll('`', '')}
                  onClick={() => onInsert(call)}
                >
                  <span class="mono">{call}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {views.length + functions.length === 0 && <p class="muted">{t('sqlNoMatch')}</p>}
    </>
  );
}

function History({ lists, has, onText, onClear }: SideProps & { has: Has }) {
  const recent = lists.recent.filter((sql) => has(sql));
  if (lists.recent.length === 0) {
    return <p class="muted">{t('sqlNoHistory')}</p>;
  }
  return (
    <>
      <ul>
        {recent.map((sql) => (
          <li key={sql}>
            <button
              type="button"
              class="side-item side-past mono"
              title={sql.slice(0, 2000)}
              onClick={() => onText(sql, '')}
            >
              {sql.replace(/\s+/g, ' ').slice(0, 300)}
            </button>
          </li>
        ))}
      </ul>
      {recent.length === 0 && <p class="muted">{t('sqlNoMatch')}</p>}
      <Button look="quiet" icon="trash" onClick={onClear}>
        {t('sqlClearHistory')}
      </Button>
    </>
  );
}
