import { scaleTime } from 'd3-scale';
import { memo } from 'preact/compat';
import { useMemo, useState } from 'preact/hooks';
import { oneLine } from '../../src/common/plainText.js';
import type { TicketPage, TicketWork } from '../../src/common/ticketPage.js';
import { t } from '../app/strings.js';
import { useWidth } from '../app/useWidth.js';
import { momentText, nameOf, tokensText } from './figures.js';
import { placed, spanOf, workBars, worktreeRows, type PlacedBar } from './lanes.js';

const barHeight = 12;
const rowHeight = 16;
const labelHeight = 17;
const axisHeight = 20;
/** A label for which there is less room at the right is left out, rather than cut. */
const tickWidth = 80;
/** Rows beyond these lie over others. */
const mostLanes = 10;
const mostWorktrees = 8;

interface TimelineProps {
  page: Pick<TicketPage, 'intervals' | 'work'>;
  onOpen(session: TicketWork, at: number): void;
}

/** When the ticket was open, a row a worktree, and when sessions worked on it. Each bar of a session leads to its replay. */
export const Timeline = memo(function Timeline({ page, onOpen }: TimelineProps) {
  const [box, width] = useWidth();
  const [stop, setStop] = useState(0);
  const worktrees = useMemo(() => worktreeRows(page.intervals, Date.now()).slice(0, mostWorktrees), [page]);
  const bars = useMemo(() => workBars(page.work), [page]);
  const span = useMemo(() => spanOf([...bars, ...worktrees.flatMap((row) => row.bars)]), [bars, worktrees]);
  const x = useMemo(
    () => (span ? scaleTime([span.from, span.to], [0, Math.max(1, width)]) : null),
    [span, width],
  );
  const sessions = useMemo(() => x && placed(bars, (at) => x(at), mostLanes), [bars, x]);
  if (!x || !span || !sessions) {
    return null;
  }
  const sessionsTop = axisHeight + worktrees.length * (labelHeight + rowHeight);
  const height = sessionsTop + (sessions.lanes > 0 ? labelHeight + sessions.lanes * rowHeight : 0) + 2;
  const roving = Math.min(stop, sessions.bars.length - 1);
  const open = (bar: PlacedBar<TicketWork> | undefined) => bar && onOpen(bar.of, bar.from);
  const keyDown = (event: KeyboardEvent, index: number) => {
    const target = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      Home: 0,
      End: sessions.bars.length - 1,
    }[event.key];
    if (target !== undefined && target >= 0 && target < sessions.bars.length) {
      event.preventDefault();
      setStop(target);
      box.current?.querySelector<SVGElement>(`[data-bar="${target}"]`)?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(sessions.bars[index]);
    }
  };
  const ticks = x.ticks(Math.max(1, Math.floor(width / 110)));
  const format = tickFormat(span);
  return (
    <div class="timeline" ref={box}>
      <svg width={width} height={height} role="group" aria-label={t('ticketTimeline')}>
        <g aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick.getTime()}>
              <line class="grid-line" x1={x(tick)} x2={x(tick)} y1={axisHeight - 4} y2={height} />
              {x(tick) <= width - tickWidth && (
                <text class="tick" x={x(tick)} y={10}>
                  {format.format(tick)}
                </text>
              )}
            </g>
          ))}
          {worktrees.map(({ worktree, bars: open_ }, row) => {
            const top = axisHeight + row * (labelHeight + rowHeight);
            return (
              <g key={worktree}>
                <text class="lane-label" x={0} y={top + 12}>
                  {t('ticketOpenHere', oneLine(nameOf(worktree), 60))}
                </text>
                {placed(open_, (at) => x(at), 1).bars.map((bar) => (
                  <rect
                    key={bar.from}
                    class={bar.of.finishedAt === null ? 'open-bar open-bar-now' : 'open-bar'}
                    x={bar.x}
                    y={top + labelHeight}
                    width={bar.width}
                    height={barHeight}
                    rx="2"
                  >
                    <title>{`${momentText(bar.from)} – ${bar.of.finishedAt === null ? t('ticketStill') : momentText(bar.to)}`}</title>
                  </rect>
                ))}
              </g>
            );
          })}
          {sessions.lanes > 0 && (
            <text class="lane-label" x={0} y={sessionsTop + 12}>
              {t('ticketSessionsLane')}
            </text>
          )}
        </g>
        {sessions.bars.map((bar, index) => {
          const label = barLabel(bar);
          return (
            <rect
              key={`${bar.of.id} ${bar.from}`}
              class="work-bar"
              data-bar={index}
              role="button"
              // Preact writes the name as it stands, and names of SVG's attributes are told apart by case.
              tabindex={index === roving ? 0 : -1}
              aria-label={label}
              x={bar.x}
              y={sessionsTop + labelHeight + bar.lane * rowHeight}
              width={bar.width}
              height={barHeight}
              rx="2"
              onClick={() => {
                setStop(index);
                open(bar);
              }}
              onKeyDown={(event) => keyDown(event, index)}
            >
              <title>{label}</title>
            </rect>
          );
        })}
      </svg>
    </div>
  );
});

function barLabel({ of, from, to }: PlacedBar<TicketWork>): string {
  return t(
    'ticketBar',
    oneLine(of.title, 80) || of.id,
    momentText(from),
    momentText(to),
    tokensText(of.share),
  );
}

const longAxis = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const shortAxis = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: 'numeric',
  minute: 'numeric',
});

/** Days where the axis is long, else times of day. */
function tickFormat({ from, to }: { from: number; to: number }): Intl.DateTimeFormat {
  return to - from > 3 * 86_400_000 ? longAxis : shortAxis;
}
