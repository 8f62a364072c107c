import { addDays } from '../../../src/common/calendar.js';
import { partDimensions, type PartDimension, statsTabs, type StatsTab } from '../../../src/common/charts.js';
import type { OneOf, SessionId } from '../../../src/common/protocol.js';
import {
  listFilters,
  type ListFilter,
  type StatsFocus,
  type StatsRange,
  type StatsScope,
} from '../../../src/common/statsPanel.js';

export const periods = ['7', '30', '90', 'all', 'custom'] as const;
export type Period = (typeof periods)[number];

/** Who began the sessions: anybody, a person, or a program. */
export const runs = ['all', 'person', 'program'] as const;
export type Runs = (typeof runs)[number];

/** What a person has chosen to look at. Days are `YYYY-MM-DD`, both included; empty: without end. */
export interface Choice {
  tab: StatsTab;
  period: Period;
  from: string;
  to: string;
  scope: StatsScope;
  /** What is chosen of each list; nothing: all. */
  lists: Readonly<Partial<Record<ListFilter, OneOf>>>;
  runs: Runs;
  /** Charts that are shown as tables. */
  tables: readonly string[];
  /** What the parts of charts are, by the chart's id. */
  parts: Readonly<Record<string, PartDimension>>;
  /** The session of the charts that are about one; null: the one with the most tokens. */
  session: SessionId | null;
}

export const firstChoice: Choice = {
  tab: 'overview',
  period: '30',
  from: '',
  to: '',
  scope: 'all',
  lists: {},
  runs: 'all',
  tables: [],
  parts: {},
  session: null,
};

export function isChoice(value: unknown): value is Choice {
  const choice = value as Partial<Choice> | null | undefined;
  return (
    typeof choice === 'object' &&
    choice !== null &&
    statsTabs.some((tab) => tab === choice.tab) &&
    periods.some((period) => period === choice.period) &&
    typeof choice.from === 'string' &&
    typeof choice.to === 'string' &&
    (choice.scope === 'workspace' || choice.scope === 'all') &&
    isRecord(choice.lists) &&
    Object.entries(choice.lists).every(([list, keys]) => isListFilter(list) && isOneOf(keys)) &&
    runs.some((run) => run === choice.runs) &&
    isTexts(choice.tables) &&
    isRecord(choice.parts) &&
    Object.values(choice.parts).every((part) => partDimensions.some((one) => one === part)) &&
    (choice.session === null || typeof choice.session === 'string')
  );
}

/** The choice as the store understands it. Days are those of the user's own time zone. */
export function rangeOf(choice: Choice, now: number): StatsRange {
  const { since, until } = limitsOf(choice, now);
  const { agents, tags, ...others } = choice.lists;
  return {
    scope: choice.scope,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...others,
    ...(agents ? { agents: agents.filter((key) => key !== null) } : {}),
    ...(tags ? { tags: tags.filter((key) => key !== null) } : {}),
    ...(choice.runs === 'all' ? {} : { headless: choice.runs === 'program' }),
  };
}

/** A ticket or another group of the tree is looked at alone and over all time; what cannot be asked for alone changes nothing. */
export function focusChoice({ dimension, key }: StatsFocus): Partial<Choice> {
  const lists: Record<string, ListFilter> = {
    ticket: 'tickets',
    agent: 'agents',
    branch: 'branches',
    project: 'projects',
  };
  const list = lists[dimension];
  return list === undefined || (key === null && list === 'agents')
    ? {}
    : { lists: { [list]: [key] }, scope: 'all', period: 'all' };
}

/** With one list set; an empty one restricts nothing. */
export function withList(choice: Choice, list: ListFilter, keys: OneOf): Partial<Choice> {
  const { [list]: _, ...others } = choice.lists;
  return { lists: keys.length === 0 ? others : { ...others, [list]: keys } };
}

function limitsOf(choice: Choice, now: number): { since?: number | undefined; until?: number | undefined } {
  if (choice.period === 'all') {
    return {};
  }
  if (choice.period === 'custom') {
    return {
      since: startOfDay(choice.from),
      // The last day is included.
      until: choice.to === '' ? undefined : startOfDay(addDays(choice.to, 1)),
    };
  }
  return { since: startOfDay(addDays(dayOf(now), 1 - Number(choice.period))) };
}

/** Milliseconds of a day's first moment here; undefined for what is no day. */
export function startOfDay(day: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  return match ? new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])).getTime() : undefined;
}

/** The day of a moment here. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function isListFilter(list: string): list is ListFilter {
  return listFilters.some((one) => one === list);
}

function isOneOf(value: unknown): value is OneOf {
  return Array.isArray(value) && value.every((key) => key === null || typeof key === 'string');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
