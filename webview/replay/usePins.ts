import { useCallback, useMemo } from 'preact/hooks';
import type { Pin } from '../../src/common/marks.js';
import type { ReplayHost } from '../../src/common/panelProtocol.js';
import type { Remote } from '../../src/common/rpc.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { useQuery } from '../app/useQuery.js';

/** A pin with the step that it is at; null: the session no longer has it. */
export interface PlacedPin {
  pin: Pin;
  seq: number | null;
}

export interface Pins {
  /** In the order of the session. */
  list: readonly PlacedPin[];
  /** Numbers of the steps that are pinned, ascending. */
  seqs: readonly number[];
  /** The pinned step after or before a step; undefined: there is none. */
  next(seq: number, by: 1 | -1): number | undefined;
  /** By the row id of the message. */
  of(id: number): Pin | undefined;
  /** Pins a step, or no longer. */
  toggle(row: OutlineRow): void;
  /** Keeps a note; '' takes it back and leaves the pin. */
  save(row: OutlineRow, note: string): void;
  remove(uid: string): void;
}

const none: readonly Pin[] = [];

/** The moments of this session that a person pinned, from the store and back to it. */
export function usePins(
  host: Remote<ReplayHost>,
  rows: readonly OutlineRow[],
  failed: (error: unknown) => void,
): Pins {
  const { value = none, retry } = useQuery('pins', () => host.pins());
  const byId = useMemo(() => new Map(value.map((pin) => [pin.message, pin])), [value]);
  const list = useMemo<PlacedPin[]>(() => {
    const seqs = new Map<number, number>();
    if (byId.size > 0) {
      for (const { id, seq } of rows) {
        if (byId.has(id)) {
          seqs.set(id, seq);
        }
      }
    }
    return value
      .map((pin) => ({ pin, seq: pin.message === null ? null : (seqs.get(pin.message) ?? null) }))
      .sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity));
  }, [value, byId, rows]);
  const seqs = useMemo(() => list.flatMap(({ seq }) => seq ?? []), [list]);
  const change = useCallback((call: Promise<void>) => void call.then(retry).catch(failed), [retry, failed]);
  const of = useCallback((id: number) => byId.get(id), [byId]);
  const toggle = useCallback(
    (row: OutlineRow) => {
      const pin = byId.get(row.id);
      change(pin ? host.removePin(pin.uid) : host.setPin(row.id, null));
    },
    [byId, host, change],
  );
  const save = useCallback(
    (row: OutlineRow, note: string) => change(host.setPin(row.id, note.trim() === '' ? null : note.trim())),
    [host, change],
  );
  const remove = useCallback((uid: string) => change(host.removePin(uid)), [host, change]);
  const next = useCallback(
    (from: number, by: 1 | -1) =>
      by === 1 ? seqs.find((seq) => seq > from) : seqs.findLast((seq) => seq < from),
    [seqs],
  );
  return { list, seqs, next, of, toggle, save, remove };
}
