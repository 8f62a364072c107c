import { memo } from 'preact/compat';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount, formatDuration } from '../../src/common/format.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';
import { useWidth } from '../app/useWidth.js';
import { bucketOf, laneCount, laneOf, marksOf, type Span } from './marks.js';
import { containing, panned, wholeSpan, zoomed } from './span.js';
import { stepLine } from './stepLabel.js';
import { formatMoment } from './times.js';

const laneHeight = 5;
const laneGap = 2;
const height = laneCount * (laneHeight + laneGap) + laneGap;
/** Pixels of one bucket of the minimap, at least, and of a mark, at most. */
const bucketWidth = 4;
const widestMark = 12;

interface TimelineProps {
  rows: readonly OutlineRow[];
  total: number;
  /** The current step. */
  seq: number;
  /** Pauses before steps, in milliseconds. */
  gaps: ReadonlyMap<number, number>;
  /** Steps that a search found. */
  matches: readonly number[];
  /** Steps that are pinned. */
  pins: readonly number[];
  onSeek(seq: number): void;
}

/**
 * The session in one strip: a slider over marks for what was said, done and changed. Its axis is the steps, so that a night
 * without any is no wider than a second; a notch tells the pause. The wheel zooms, Shift and the wheel move along.
 */
export const Timeline = memo(function Timeline(props: TimelineProps) {
  const { rows, total, seq, gaps, onSeek } = props;
  const { shortPath } = useActions();
  const [box, width] = useWidth();
  const [hover, setHover] = useState<{ x: number; seq: number } | null>(null);
  const [zoom, setZoom] = useState<Span | null>(null);
  const dragging = useRef(false);
  const whole = wholeSpan(total);
  const span = zoom === null || zoom.to > total ? whole : zoom;
  const { from, to } = span;
  const size = to - from;
  const buckets = Math.max(1, Math.min(size, Math.floor(width / bucketWidth)));
  const marks = useMemo(() => marksOf(rows, { from, to }, buckets), [rows, from, to, buckets]);
  const notches = useMemo(() => placed([...gaps.keys()], { from, to }, buckets), [gaps, from, to, buckets]);
  const found = useMemo(
    () => placed(props.matches, { from, to }, buckets),
    [props.matches, from, to, buckets],
  );
  const pinned = useMemo(() => placed(props.pins, { from, to }, buckets), [props.pins, from, to, buckets]);

  // What is played or gone to stays in sight; what is dragged to is in sight already.
  useEffect(() => {
    if (!dragging.current) {
      setZoom((old) => (old === null ? null : containing(old, total, seq)));
    }
  }, [seq, total]);

  const last = Math.max(0, total - 1);
  const x = ((seq - from) / size) * width;
  const seqAt = (clientX: number) => {
    const bounds = box.current?.getBoundingClientRect();
    const ratio = bounds && bounds.width > 0 ? (clientX - bounds.left) / bounds.width : 0;
    return Math.min(last, from + Math.floor(Math.min(1, Math.max(0, ratio)) * size));
  };
  const zoomBy = (factor: number, around: number) => setZoom(zoomed(span, total, factor, around));
  const wheel = useRef<(event: WheelEvent) => void>(() => undefined);
  wheel.current = (event) => {
    event.preventDefault();
    const along = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (along) {
      const share = (event.deltaX || event.deltaY) > 0 ? 0.15 : -0.15;
      setZoom((old) => (old === null ? null : panned(old, total, share)));
    } else if (event.deltaY !== 0) {
      zoomBy(event.deltaY > 0 ? 1.4 : 1 / 1.4, seqAt(event.clientX));
    }
  };
  // Preact listens passively, and a passive listener cannot keep the page from scrolling.
  useEffect(() => {
    const element = box.current;
    const listener = (event: WheelEvent) => wheel.current(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, [box]);

  const markWidth = Math.max(1, Math.min(widestMark, width / buckets - 1));
  const keyDown = (event: KeyboardEvent) => {
    // Arrow keys and Home/End mean the same everywhere in the replay; these belong to a slider.
    const far = Math.max(1, Math.round(size / 20));
    const target = { PageUp: seq - far, PageDown: seq + far }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      onSeek(Math.min(last, Math.max(0, target)));
    } else if (event.key === '+' || event.key === '=' || event.key === '-') {
      event.preventDefault();
      zoomBy(event.key === '-' ? 2 : 0.5, seq);
    } else if (event.key === '0') {
      event.preventDefault();
      setZoom(null);
    }
  };
  const row = rows[seq];
  const hovered = hover && rows[hover.seq];
  const gap = hover ? gapNear(gaps, rows, hover.seq, Math.ceil(size / buckets)) : null;
  return (
    <div class="timeline-line">
      <div
        ref={box}
        class="timeline"
        role="slider"
        tabIndex={0}
        aria-label={t('timeline')}
        aria-description={t('timelineKeys')}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, total)}
        aria-valuenow={seq + 1}
        aria-valuetext={t(
          'timelineValue',
          formatCount(seq + 1),
          formatCount(total),
          formatMoment(row?.at ?? null),
        )}
        onKeyDown={keyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragging.current = true;
          onSeek(seqAt(event.clientX));
        }}
        onPointerUp={() => (dragging.current = false)}
        onPointerCancel={() => (dragging.current = false)}
        onPointerMove={(event) => {
          const at = seqAt(event.clientX);
          setHover({ x: event.clientX - event.currentTarget.getBoundingClientRect().left, seq: at });
          if (event.buttons === 1) {
            onSeek(at);
          }
        }}
        onPointerLeave={() => setHover(null)}
      >
        <svg width={width} height={height} aria-hidden="true">
          <rect class="timeline-past" width={Math.min(width, Math.max(0, x))} height={height} />
          {notches.map((n) => (
            <rect key={`gap${n}`} class="timeline-gap" x={(n / buckets) * width} width={1} height={height} />
          ))}
          {marks.map(({ kind, from: first, to: end }) => (
            <rect
              key={`${laneOf[kind]} ${first}`}
              class={`mark mark-${kind}`}
              x={(first / buckets) * width}
              y={laneGap + laneOf[kind] * (laneHeight + laneGap)}
              width={kind === 'subAgent' ? ((end - first + 1) / buckets) * width : markWidth}
              height={laneHeight}
            />
          ))}
          {found.map((n) => (
            <rect key={`found${n}`} class="mark-found" x={(n / buckets) * width} y={0} width={3} height={3} />
          ))}
          {pinned.map((n) => (
            <path
              key={`pin${n}`}
              class="mark-pin"
              d={`M${(n / buckets) * width - 3},${height} l3.5,-6 l3.5,6 z`}
            />
          ))}
          {x >= 0 && x <= width && (
            <rect
              class="timeline-now"
              x={Math.min(Math.max(0, x - 1), Math.max(0, width - 2))}
              width={2}
              height={height}
            />
          )}
        </svg>
        {hover && hovered && (
          <div class="tip timeline-tip" style={{ '--x': `${Math.min(hover.x, Math.max(0, width - 280))}px` }}>
            <strong>{formatCount(hover.seq + 1)}</strong> {formatMoment(hovered.at)}
            {gap !== null && <div class="muted">{t('later', formatDuration(gap))}</div>}
            <div>{stepLine(hovered, shortPath)}</div>
          </div>
        )}
      </div>
      {span !== whole && zoom !== null && (
        <IconButton icon="screen-full" label={t('wholeSession')} shortcut="0" onClick={() => setZoom(null)} />
      )}
    </div>
  );
});

/** The buckets of these steps, each once. */
function placed(seqs: readonly number[], span: Span, buckets: number): number[] {
  const inside = seqs.filter((seq) => seq >= span.from && seq < span.to);
  return [...new Set(inside.map((seq) => bucketOf(seq, span, buckets)))];
}

/** The pause that a notch at the pointer stands for. */
function gapNear(
  gaps: ReadonlyMap<number, number>,
  rows: readonly OutlineRow[],
  seq: number,
  reach: number,
): number | null {
  for (let away = 0; away <= reach; away++) {
    for (const near of [seq - away, seq + away]) {
      const gap = rows[near] && gaps.get(near);
      if (gap !== undefined) {
        return gap;
      }
    }
  }
  return null;
}
