import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ReplayPlace } from '../../src/common/panelProtocol.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { onPanelEvent } from '../app/rpc.js';

const nothing: readonly string[] = [];

export interface Found {
  /** In small letters; none when the replay was not opened from a search, or the reader searches for something else. */
  words: readonly string[];
  forget(): void;
}

/** The words by which a search found a step. The step is opened as soon as its row is there. */
export function useFound(
  first: ReplayPlace | null,
  rows: readonly OutlineRow[],
  open: (row: OutlineRow) => void,
): Found {
  const [place, setPlace] = useState<ReplayPlace | null>(first);
  useEffect(() => {
    const subscription = onPanelEvent((event) => {
      if (event.event === 'goTo') {
        setPlace({ seq: event.seq, ...(event.words === undefined ? {} : { words: event.words }) });
      }
    });
    return () => subscription.dispose();
  }, []);
  const row = place?.words === undefined ? undefined : rows[place.seq];
  const id = row?.id;
  useEffect(() => {
    if (row) {
      open(row);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a row is opened once, not each time that it changes
  }, [place, id, open]);
  const words = useMemo(() => place?.words?.map((word) => word.toLowerCase()) ?? nothing, [place]);
  const forget = useCallback(() => setPlace(null), []);
  return { words, forget };
}
