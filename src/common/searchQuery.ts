import {
  searchParts,
  searchStates,
  type SearchConditions,
  type SearchPart,
  type SearchQuery,
  type SearchState,
} from './search.js';
import { momentOf, momentExamples } from './searchTime.js';

/** What a person typed, understood. */
export interface ParsedSearch {
  query: Pick<SearchQuery, 'text' | 'parts' | 'where' | 'without' | 'since' | 'until'>;
  /** In the order of the text. What they concern is not in the query. */
  problems: readonly SearchProblem[];
}

/** Something that looks like an operator and is none, or has a value that it cannot have. */
export interface SearchProblem {
  /**
   * `operator`: there is none of this name, and the term is searched as words. `value`: the operator does not know the
   * value; `missing`: it has none. `or`: OR stands beside an operator, where it means nothing.
   */
  what: 'operator' | 'value' | 'missing' | 'or';
  /** The operator, as it was typed. */
  name: string;
  value: string;
  /** What could stand there. */
  known: readonly string[];
  /** Place in the text, in UTF-16 units: [from, to). */
  from: number;
  to: number;
}

type ListField = Exclude<keyof SearchConditions, SearchState>;

const lists: Readonly<Record<string, ListField>> = {
  agent: 'agents',
  project: 'projects',
  branch: 'branches',
  ticket: 'tickets',
  model: 'models',
  tool: 'tools',
  file: 'files',
  tag: 'tags',
};

/** In the order in which they are told to people. */
export const searchOperators = [...Object.keys(lists), 'is', 'before', 'after', 'in'] as const;

/** Values of the operators that know theirs. */
export const operatorValues: Readonly<Record<string, readonly string[]>> = {
  is: searchStates,
  in: searchParts,
  before: momentExamples,
  after: momentExamples,
};

/** An operator with its value, a quoted text, or a word; each may have a minus before it. */
const term = /(-?)([a-z]+):(?:"([^"]*)"?|([^\s"]*))|-?"[^"]*"?|[^\s"]+/giy;

interface Operator {
  isNot: boolean;
  name: string;
  values: readonly string[];
  from: number;
  to: number;
}

/**
 * Splits what a person typed into words and conditions. Never throws, whatever the text: what is no operator is words.
 * `now`, in milliseconds, is what `after:7d` counts from; days are those of this process's time zone.
 */
export function parseSearch(text: string, now: number): ParsedSearch {
  const words: string[] = [];
  const operators: Operator[] = [];
  const problems: SearchProblem[] = [];
  let before: Operator | 'word' | null = null;
  let or: { from: number; to: number } | null = null;
  for (const part of termsOf(text)) {
    if (part.text === 'OR') {
      or = { from: part.from, to: part.from + part.text.length };
      continue;
    }
    const named = operatorOf(part);
    const operator = named !== null && isKnown(named.name) ? named : null;
    if (named !== null && operator === null) {
      problems.push(problem('operator', named, '', searchOperators));
    }
    // Between two words OR is theirs; values of one operator are alternatives anyway; elsewhere it says nothing.
    if (or !== null && before !== null && (before === 'word') !== (operator === null)) {
      problems.push({ what: 'or', name: 'OR', value: '', known: [], ...or });
    } else if (or !== null && before !== null && before !== 'word' && before.name !== operator?.name) {
      problems.push({ what: 'or', name: 'OR', value: '', known: [], ...or });
    } else if (or !== null && operator === null) {
      words.push('OR');
    }
    or = null;
    before = operator ?? 'word';
    if (operator === null) {
      words.push(part.text);
    } else {
      operators.push(operator);
    }
  }
  const query = { text: words.join(' '), ...conditionsOf(operators, now, problems) };
  return { query, problems: problems.toSorted((a, b) => a.from - b.from) };
}

function* termsOf(text: string): Generator<{ text: string; match: RegExpExecArray; from: number }> {
  for (let at = 0; at < text.length;) {
    term.lastIndex = at;
    const match = term.exec(text);
    if (match === null) {
      at++;
    } else {
      yield { text: match[0], match, from: at };
      at += match[0].length;
    }
  }
}

/** null: the term is words, for `http://x`, `std::vector`, `C:\\x`, `main:12` and `TypeError:` are no operators. */
function operatorOf({
  text,
  match,
  from,
}: {
  text: string;
  match: RegExpExecArray;
  from: number;
}): Operator | null {
  const [, minus, name, quoted, plain] = match;
  if (name === undefined) {
    return null;
  }
  const lower = name.toLowerCase();
  if (!isKnown(lower) && (plain === '' || /^(?:[:/\\]|\d+$)/.test(plain ?? '') || lower.length === 1)) {
    return null;
  }
  const values = quoted === undefined ? (plain ?? '').split(',') : [quoted];
  return {
    isNot: minus === '-',
    name: lower,
    values: values.map((value) => value.trim()).filter((value) => value !== ''),
    from,
    to: from + text.length,
  };
}

function isKnown(name: string): boolean {
  return (searchOperators as readonly string[]).includes(name);
}

function problem(
  what: SearchProblem['what'],
  { name, from, to }: Operator,
  value: string,
  known: readonly string[],
): SearchProblem {
  return { what, name, value, known, from, to };
}

function conditionsOf(
  operators: readonly Operator[],
  now: number,
  problems: SearchProblem[],
): Omit<ParsedSearch['query'], 'text'> {
  const where = new Map<ListField, string[]>();
  const without = new Map<ListField, string[]>();
  const flags = { where: new Set<string>(), without: new Set<string>() };
  const parts = { only: new Set<SearchPart>(), not: new Set<SearchPart>() };
  let since: number | undefined;
  let until: number | undefined;
  for (const operator of operators) {
    const { name, isNot, values } = operator;
    const field = Object.hasOwn(lists, name) ? lists[name] : undefined;
    if (values.length === 0) {
      problems.push(problem('missing', operator, '', operatorValues[name] ?? []));
      continue;
    }
    if (field !== undefined) {
      const target = isNot ? without : where;
      target.set(field, [...(target.get(field) ?? []), ...values]);
      continue;
    }
    for (const value of values) {
      const lower = value.toLowerCase();
      const moment = name === 'before' || name === 'after' ? momentOf(value, now) : null;
      if (moment !== null && (name === 'after') !== isNot) {
        since = Math.max(since ?? moment, moment);
      } else if (moment !== null) {
        until = Math.min(until ?? moment, moment);
      } else if (name === 'in' && (searchParts as readonly string[]).includes(lower)) {
        parts[isNot ? 'not' : 'only'].add(lower as SearchPart);
      } else if (name === 'is' && (searchStates as readonly string[]).includes(lower)) {
        flags[isNot ? 'without' : 'where'].add(lower);
      } else {
        problems.push(problem('value', operator, value, operatorValues[name] ?? []));
      }
    }
  }
  const shown = searchParts.filter(
    (part) => (parts.only.size === 0 || parts.only.has(part)) && !parts.not.has(part),
  );
  return {
    ...(shown.length < searchParts.length ? { parts: shown } : {}),
    ...condition('where', where, flags.where),
    ...condition('without', without, flags.without),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function condition(
  name: 'where' | 'without',
  fields: ReadonlyMap<ListField, readonly string[]>,
  flags: ReadonlySet<string>,
): { where?: SearchConditions; without?: SearchConditions } {
  if (fields.size === 0 && flags.size === 0) {
    return {};
  }
  return {
    [name]: { ...Object.fromEntries(fields), ...Object.fromEntries([...flags].map((flag) => [flag, true])) },
  };
}
