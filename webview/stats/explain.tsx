import { useEffect, useRef } from 'preact/hooks';
import type { Explanation } from '../../src/common/explanation.js';
import { formatBytes } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import type { PricedPart } from '../../src/common/priced.js';
import { agentLabel } from '../app/labels.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { ErrorState, Spinner } from '../app/ui/states.js';
import { Table, type Column } from '../app/ui/table.js';
import { useQuery } from '../app/useQuery.js';
import { formats, keyText, valueText } from './charts/values.js';

interface ExplainProps {
  ask(): Promise<Explanation>;
  onClose(): void;
}

/** How the totals came about, in a native dialog: Escape closes it, and the focus goes back to where it was. */
export function Explain({ ask, onClose }: ExplainProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { value, error, retry } = useQuery('explanation', ask, { once: true });
  return (
    <dialog ref={dialog} class="sql explain" aria-labelledby="explain-title" onClose={onClose}>
      <div class="card-head">
        <h2 id="explain-title">{t('howCounted')}</h2>
        <span class="card-tools">
          <IconButton icon="close" label={t('close')} onClick={() => dialog.current?.close()} />
        </span>
      </div>
      {error !== undefined && !value ? (
        <ErrorState message={error} onRetry={retry} />
      ) : !value ? (
        <Spinner />
      ) : (
        <Told value={value} />
      )}
    </dialog>
  );
}

function Told({ value }: { value: Explanation }) {
  const count = formats.count;
  const files = value.files.map(
    ({ agent, files: number, gone, bytes }) =>
      `${agentLabel(agent)}: ${t('filesRead', count(number), formatBytes(bytes))}${gone > 0 ? ` ${t('filesGone', count(gone))}` : ''}`,
  );
  return (
    <>
      <h3>{t('explainCounted')}</h3>
      <p>{t('explainResponses', count(value.responses))}</p>
      <ul>
        {value.unknownResponses > 0 && <li>{t('explainUnknown', count(value.unknownResponses))}</li>}
        {value.approximateResponses > 0 && (
          <li>{t('explainApproximate', count(value.approximateResponses))}</li>
        )}
        <li>{t('explainShared', count(value.shared))}</li>
        <li>{t('explainOutranked', count(value.outranked))}</li>
        {value.otherTier > 0 && <li>{t('explainTier', count(value.otherTier))}</li>}
      </ul>
      <h3>{t('explainPrices')}</h3>
      <p>
        {t('explainPriceList', value.prices.source, value.prices.version, formats.day(value.prices.date))}
      </p>
      <Table
        caption={t('explainPrices')}
        columns={columns()}
        rows={value.parts}
        rowKey={(part) => JSON.stringify([part.model, part.from, part.above, part.daily])}
        sortedBy="tokens"
        limit={25}
      />
      <p class="muted">{t('explainApiPrice')}</p>
      <h3>{t('explainSources')}</h3>
      <ul>
        {files.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p>{t('explainProblems', count(value.problems), count(value.unknownLines))}</p>
      {value.firstProblems.length > 0 && (
        <ul class="mono">
          {value.firstProblems.map(({ file, line, message }) => (
            <li key={`${file} ${line} ${message}`}>
              {oneLine(`${file}${line === null ? '' : `:${line}`} ${message}`, 300)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function columns(): Column<PricedPart>[] {
  const rate = (id: 'input' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h' | 'output', label: string) => ({
    ...{ id, label, numeric: true },
    value: ({ rates }: PricedPart) => rates?.[id] ?? null,
    cell: ({ rates }: PricedPart) => (rates === null ? t('noPrice') : `$${rates[id]}`),
  });
  return [
    {
      id: 'model',
      label: t('model'),
      value: ({ model }) => model,
      cell: ({ model }) => keyText('model', model),
    },
    {
      id: 'when',
      label: t('priceHolds'),
      value: ({ from, above }) => `${from ?? ''} ${above ?? ''}`,
      cell: holds,
    },
    rate('input', t('tokenInput')),
    rate('cacheRead', t('tokenCacheRead')),
    rate('cacheWrite5m', t('write5m')),
    rate('cacheWrite1h', t('write1h')),
    rate('output', t('tokenOutput')),
    {
      ...{ id: 'tokens', label: t('totalTokens'), numeric: true },
      value: ({ totalTokens }) => totalTokens,
      cell: ({ totalTokens }) => formats.tokens(totalTokens),
    },
    {
      ...{ id: 'cost', label: t('totalCost'), numeric: true },
      value: ({ costUsd }) => costUsd,
      cell: ({ costUsd }) => valueText('usd', costUsd),
    },
  ];
}

/** When a price holds, and whose it is. */
function holds({ source, from, until, above, upTo }: PricedPart): string {
  if (source === null) {
    return t('priceUnknown');
  }
  const days =
    from === null
      ? until === null
        ? null
        : t('priceUntil', formats.day(until))
      : t('priceFrom', formats.day(from));
  const size =
    above === null
      ? upTo === null
        ? null
        : t('priceUpTo', formats.tokens(upTo))
      : t('priceAbove', formats.tokens(above));
  const told = [source === 'settings' ? t('priceOfSettings') : null, days, size].filter(
    (text) => text !== null,
  );
  return told.length === 0 ? t('priceAlways') : told.join(', ');
}
