import type { ReplayStart } from '../../src/common/panelProtocol.js';
import { noFilters, type Filters } from './items.js';
import { stepUnits, type StepUnit } from './jumps.js';
import { speeds, type Pace } from './playback.js';

/** Where a person is in a replay, and how they look at it. Kept across hiding, reloading and restarting. */
export interface Place {
  /** The current step. */
  seq: number;
  /** At the end, staying there as messages arrive. */
  following: boolean;
  filters: Filters;
  showFilters: boolean;
  /** Groups that are unfolded. */
  open: readonly string[];
  pace: Pace;
  speed: number;
  /** What a step back or forward, and playing, goes by. */
  unit: StepUnit;
  stopAtErrors: boolean;
  /** The list that is open beside the messages. */
  side: 'files' | 'pins' | null;
  /** All messages to scroll through, or only those up to the current step. */
  mode: 'scroll' | 'scrub';
}

export const firstPlace: Place = {
  seq: 0,
  following: false,
  filters: noFilters,
  showFilters: false,
  open: [],
  pace: 'fixed',
  speed: 1,
  unit: 'event',
  stopAtErrors: false,
  side: null,
  mode: 'scroll',
};

/** The first step on the screen, and how many pixels of it are scrolled away. Kept apart, as it changes with every frame. */
export interface Top {
  seq: number;
  offset: number;
}

export function isTop(value: unknown): value is Top {
  const top = value as Partial<Top> | null | undefined;
  return typeof top === 'object' && top !== null && Number.isInteger(top.seq) && Number.isFinite(top.offset);
}

/** Refuses a place of another shape, which an older version may have left. */
export function isPlace(value: unknown): value is Place {
  const place = value as Partial<Place> | null | undefined;
  return (
    typeof place === 'object' &&
    place !== null &&
    Number.isInteger(place.seq) &&
    typeof place.following === 'boolean' &&
    typeof place.showFilters === 'boolean' &&
    isFilters(place.filters) &&
    Array.isArray(place.open) &&
    (place.pace === 'fixed' || place.pace === 'real') &&
    speeds.some((speed) => speed === place.speed) &&
    stepUnits.some((unit) => unit === place.unit) &&
    typeof place.stopAtErrors === 'boolean' &&
    (place.side === null || place.side === 'files' || place.side === 'pins') &&
    (place.mode === 'scroll' || place.mode === 'scrub')
  );
}

function isFilters(value: unknown): value is Filters {
  const filters = value as Record<string, unknown> | null | undefined;
  return (
    typeof filters === 'object' &&
    filters !== null &&
    Object.entries(noFilters).every(([name, one]) => typeof filters[name] === typeof one)
  );
}

/** Where a page begins: a step that was asked for, else the place that was left, else the end of what is running, else the start. */
export function initialPlace(
  place: Place,
  top: unknown,
  start: Pick<ReplayStart, 'at'>,
  live: boolean,
): { top: Top | 'end' | null; goTo: number | null } {
  if (start.at) {
    return { top: null, goTo: start.at.seq };
  }
  if (place.following || (!isTop(top) && live)) {
    return { top: 'end', goTo: null };
  }
  return { top: isTop(top) ? top : null, goTo: null };
}
