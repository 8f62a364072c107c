import { formatCost, formatCount, formatDuration, formatTokens } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import type { SessionDetail } from '../../src/common/protocol.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { recorded, tokensText } from '../../src/common/usageText.js';
import { costText } from '../app/cost.js';
import { agentLabel } from '../app/labels.js';
import { t, type StringKey } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';
import { formatMoment } from '../replay/times.js';
import { figuresOf, type Turn } from './turns.js';

/** One side of the comparison. */
export interface Side {
  session: SessionDetail;
  rows: readonly OutlineRow[];
}

interface Figure {
  label: StringKey;
  hint?: StringKey;
  /** null: not known. */
  value(side: Side, turns: readonly Turn[]): number | null;
  /** What is shown instead of the number, where it says more. */
  text?(side: Side): string | null;
  format(value: number): string;
}

const figures: readonly Figure[] = [
  {
    label: 'comparePrompts',
    value: (_, turns) => turns.filter(({ prompt }) => prompt !== null).length,
    format: formatCount,
  },
  {
    label: 'compareDuration',
    value: ({ session }) =>
      session.startedAt === null || session.endedAt === null ? null : session.endedAt - session.startedAt,
    format: formatDuration,
  },
  {
    label: 'compareWorking',
    hint: 'compareWorkingHint',
    value: (_, turns) => {
      const known = turns.flatMap(({ figures: { tookMs } }) => tookMs ?? []);
      return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0);
    },
    format: formatDuration,
  },
  {
    label: 'compareTokens',
    value: ({ session }) => recorded(session.usage, session.usage.totalTokens),
    text: ({ session }) => tokensText(session.usage),
    format: formatTokens,
  },
  {
    label: 'compareCost',
    value: ({ session: { usage } }) => recorded(usage, usage.costUsd),
    text: ({ session: { usage } }) => {
      const partly = usage.costUsd !== null && Object.keys(usage.unpriced).length > 0;
      return `${costText(recorded(usage, usage.costUsd))}${partly ? ' + ?' : ''}${usage.estimate ? ' ~' : ''}`;
    },
    format: formatCost,
  },
  { label: 'compareToolCalls', value: ({ session }) => session.toolCalls, format: formatCount },
  { label: 'compareErrors', value: ({ session }) => session.errors, format: formatCount },
  { label: 'compareFiles', value: ({ rows }) => figuresOf(rows).files, format: formatCount },
];

interface TotalsProps {
  left: Side;
  right: Side;
  leftTurns: readonly Turn[];
  rightTurns: readonly Turn[];
  onOpen(side: 'left' | 'right'): void;
}

/** What both sessions are and came to, and how far they are apart. */
export function Totals({ left, right, leftTurns, rightTurns, onOpen }: TotalsProps) {
  return (
    <table class="compare-totals">
      <caption class="sr-only">{t('compareTotals')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="sr-only">{t('compareFigure')}</span>
          </th>
          <SideHead side={left} onOpen={() => onOpen('left')} />
          <SideHead side={right} onOpen={() => onOpen('right')} />
          <th scope="col" class="numeric">
            {t('compareDifference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => {
          const [a, b] = [figure.value(left, leftTurns), figure.value(right, rightTurns)];
          return (
            <tr key={figure.label} title={figure.hint && t(figure.hint)}>
              <th scope="row">{t(figure.label)}</th>
              <td>{figure.text?.(left) ?? (a === null ? '?' : figure.format(a))}</td>
              <td>{figure.text?.(right) ?? (b === null ? '?' : figure.format(b))}</td>
              <td class="numeric muted">{differenceText(a, b, figure.format)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function SideHead({ side: { session }, onOpen }: { side: Side; onOpen(): void }) {
  const title = oneLine(session.title, 200) || t('untitled');
  const facts = [
    agentLabel(session.agent),
    ...session.models.slice(0, 2).map((model) => oneLine(model, 60)),
    ...session.branches.slice(0, 1).map((branch) => oneLine(branch, 80)),
    formatMoment(session.startedAt),
  ];
  return (
    <th scope="col">
      <button
        type="button"
        class="link compare-session"
        title={`${t('compareOpenSession')}: ${title}`}
        onClick={onOpen}
      >
        <Icon name="play-circle" /> <bdi>{title}</bdi>
      </button>
      <span class="muted compare-facts">{facts.filter((fact) => fact !== '').join(' · ')}</span>
    </th>
  );
}

/** What the right side has more or less than the left, with its share of the left where that is not nothing. */
export function differenceText(
  left: number | null,
  right: number | null,
  format: (value: number) => string,
): string {
  if (left === null || right === null) {
    return '?';
  }
  const by = right - left;
  const text = format(Math.abs(by));
  if (by === 0 || text === format(0)) {
    return t('compareSame');
  }
  const sign = by > 0 ? '+' : '−';
  // Many times as much is no matter of per cents.
  const share =
    right >= 10 * left ? `×${times.format(right / left)}` : `${sign}${percents.format(Math.abs(by) / left)}`;
  return `${sign}${text}${left === 0 ? '' : ` (${share})`}`;
}

const times = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const percents = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
