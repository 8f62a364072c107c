/** The time that one search has, and when others have their turn. In milliseconds. */
export interface Turns {
  /** Whether the time is over. To be asked for each document that is looked at. */
  isOver(): boolean;
  /** The same, of the clock itself: where few documents are looked at. */
  isLate(): boolean;
  /** Whether it is time for others. To be asked for each document. */
  isDue(): boolean;
  /** Lets others have their turn, which is none of the search's time. */
  rest(): Generator<undefined, void, void>;
  /** How long the search has taken, without the turns of others. */
  spent(): number;
  /** The time was over before all was looked at. */
  readonly partial: boolean;
}

/** That a search may take. */
const budgetMs = 500;
/** Documents that are looked at whatever the time is: what comes first is shown, however long it was on its way. */
const mostUntimed = 60;
/** Between two looks at the clock, which is not free either. */
const perLook = 16;

export function createTurns(clock: () => number, slice: number): Turns {
  let start = clock();
  let until = clock() + slice;
  let looked = 0;
  let sinceRest = 0;
  let partial = false;
  const spent = () => clock() - start;
  return {
    spent,
    isOver() {
      if (++looked > mostUntimed && looked % perLook === 0 && spent() > budgetMs) {
        partial = true;
      }
      return partial;
    },
    isLate() {
      partial ||= looked > mostUntimed && spent() > budgetMs;
      return partial;
    },
    isDue: () => ++sinceRest % perLook === 0 && clock() >= until,
    *rest() {
      const since = clock();
      yield;
      sinceRest = 0;
      start += clock() - since;
      until = clock() + slice;
    },
    get partial() {
      return partial;
    },
  };
}
