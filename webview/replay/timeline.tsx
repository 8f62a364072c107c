import { memo } from 'preact/compat';
import { useMemo, useState } from 'preact/hooks';
import { formatCount } from '../../src/common/format.js';
import type { OutlineRow } from '../../src/common/protocol.js';
import { t } from '../app/strings.js';
import { useWidth } from '../app/useWidth.js';
import { lanes, marksOf } from './marks.js';
import { formatMoment } from './times.js';

const laneHeight = 6;
const laneGap = 2;
const height = lanes.length * (laneHeight + laneGap) + laneGap;
/** Pixels of one bucket of the minimap. */
const bucketWidth = 4;

interface TimelineProps {
  rows: readonly OutlineRow[];
  total: number;
  /** The current step. */
  seq: number;
  onSeek(seq: number): void;
}

/** The whole session in one strip: a slider over marks for prompts, edits, errors and sub-agents. */
export const Timeline = memo(function Timeline({ rows, total, seq, onSeek }: TimelineProps) {
  const [box, width] = useWidth();
  const [hover, setHover] = useState<{ x: number; seq: number } | null>(null);
  const buckets = Math.max(1, Math.floor(width / bucketWidth));
  const marks = useMemo(() => marksOf(rows, total, buckets), [rows, total, buckets]);

  const last = Math.max(0, total - 1);
  const x = last === 0 ? 0 : (seq / last) * width;
  const seqAt = (event: PointerEvent) => {
    const bounds = box.current?.getBoundingClientRect();
    const ratio = bounds && bounds.width > 0 ? (event.clientX - bounds.left) / bounds.width : 0;
    return Math.round(Math.min(1, Math.max(0, ratio)) * last);
  };
  const keyDown = (event: KeyboardEvent) => {
    // Arrow keys and Home/End mean the same everywhere in the replay; these two belong to a slider.
    const far = Math.max(1, Math.round(total / 20));
    const target = { PageUp: seq - far, PageDown: seq + far }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      onSeek(Math.min(last, Math.max(0, target)));
    }
  };
  const row = rows[seq];
  const hovered = hover && rows[hover.seq];
  return (
    <div
      ref={box}
      class="timeline"
      role="slider"
      tabIndex={0}
      aria-label={t('timeline')}
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
        onSeek(seqAt(event));
      }}
      onPointerMove={(event) => {
        const at = seqAt(event);
        setHover({ x: (at / Math.max(1, last)) * width, seq: at });
        if (event.buttons === 1) {
          onSeek(at);
        }
      }}
      onPointerLeave={() => setHover(null)}
    >
      <svg width={width} height={height} aria-hidden="true">
        <rect class="timeline-past" width={x} height={height} />
        {marks.map(({ lane, from, to }) => (
          <rect
            key={`${lane}${from}`}
            class={`mark mark-${lane}`}
            x={(from / buckets) * width}
            y={laneGap + lanes.indexOf(lane) * (laneHeight + laneGap)}
            width={Math.max(0, ((to - from + 1) / buckets) * width - (lane === 'subAgents' ? 0 : 1))}
            height={laneHeight}
          />
        ))}
        <rect
          class="timeline-now"
          x={Math.min(Math.max(0, x - 1), Math.max(0, width - 2))}
          width={2}
          height={height}
        />
      </svg>
      {hover && hovered && (
        <div class="tip timeline-tip" style={{ '--x': `${Math.min(hover.x, Math.max(0, width - 280))}px` }}>
          <strong>{formatCount(hover.seq + 1)}</strong> {formatMoment(hovered.at)}
          <div>{hovered.preview.slice(0, 120)}</div>
        </div>
      )}
    </div>
  );
});
