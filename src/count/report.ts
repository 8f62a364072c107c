import { compareKeys } from '../common/compareKeys.js';
import type { UsageDimension, UsageReport, UsageRow } from '../common/usageReport.js';
import { bandOf, type Bands as PriceBands } from '../pricing/bands.js';
import type { PriceTable } from '../pricing/pricing.js';
import { type PricedGroup, sumBuilder, type SumBuilder } from '../store/read/sums.js';
import { keyOf } from './keys.js';
import type { CountedSession, CountedSessions } from './sessions.js';
import type { CountedResponse } from './tally.js';
import { inUtf8, type Texts } from './texts.js';

export interface ReportParts {
  responses: Iterable<CountedResponse>;
  /** Sessions that count in the totals, whether they have responses or not. */
  present: Iterable<CountedSession>;
  sessions: CountedSessions;
  texts: Texts;
  prices: PriceTable;
}

interface Row {
  key: string | null;
  session: CountedSession;
  bands: Bands;
  roots: Set<CountedSession>;
  repositories: Set<string>;
}

/** By model: its responses by price band and tier, of which there are few. */
type Bands = Map<string | null, PricedGroup[]>;

/** The report that the store makes of the same responses. `timeZone`: the IANA name of the zone whose days count. */
export function reportOf(by: UsageDimension, timeZone: string | undefined, parts: ReportParts): UsageReport {
  const { prices, sessions } = parts;
  const rows = rowsOf(by, timeZone, parts);
  const all = sumBuilder(prices);
  const roots = new Set<CountedSession>();
  const finished = rows.map((row) => {
    const sums = sumBuilder(prices);
    for (const group of [...row.bands.values()].flat()) {
      sums.add(group);
      all.add(group);
    }
    row.roots.forEach((root) => roots.add(root));
    return { ...usageRow(row.key, row.roots.size, sums), ...particulars(by, row) };
  });
  for (const session of parts.present) {
    roots.add(sessions.rootOf(session));
  }
  const totals = usageRow(null, roots.size, all);
  if (by === 'none') {
    // The one row counts only sessions with responses, and is there without any.
    const [row = usageRow(null, 0, sumBuilder(prices))] = finished;
    return { rows: [row], totals };
  }
  return {
    rows: finished.sort((a, b) => compareKeys(a.key, b.key) || compareKeys(agentOf(a), agentOf(b))),
    totals,
  };
}

function rowsOf(by: UsageDimension, timeZone: string | undefined, parts: ReportParts): Row[] {
  const { sessions, texts, prices } = parts;
  const key = keyOf(by, timeZone, texts);
  const project = by === 'branch' ? keyOf('project', timeZone, texts) : () => null;
  const bandsOf = bandsByModel(prices);
  const rows = new Map<string | number | null, Row>();
  for (const response of parts.responses) {
    const session = sessions.byId(response.first.session);
    const text = key(response, session);
    // Two agents may give their sessions the same id.
    const name = by === 'session' ? session.id : text;
    let row = rows.get(name);
    if (row === undefined) {
      row = { key: text, session, bands: new Map(), roots: new Set(), repositories: new Set() };
      rows.set(name, row);
    }
    add(row.bands, response, bandsOf);
    row.roots.add(sessions.rootOf(session));
    const repository = project(response, session);
    if (repository !== null) {
      row.repositories.add(repository);
    }
  }
  return [...rows.values()];
}

function add(
  bands: Bands,
  { kept, first }: CountedResponse,
  bandsOf: (model: string | null) => PriceBands | null,
): void {
  const { tokens } = kept;
  const model = bandsOf(kept.model);
  const context =
    tokens === null ? 0 : tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  const band = model === null ? 0 : bandOf(model, context, first.at);
  const otherTier = kept.tier !== null;
  const group = groupOf(bands, kept.model, band, otherTier);
  group.webSearches += kept.webSearches;
  if (tokens === null) {
    group.unknownResponses++;
    return;
  }
  group.responses++;
  group.approximateResponses += Number(kept.approximate);
  group.input += tokens.input;
  group.cacheRead += tokens.cacheRead;
  group.cacheWrite5m += tokens.cacheWrite5m;
  group.cacheWrite1h += tokens.cacheWrite1h;
  group.output += tokens.output;
  group.withReasoning += Number(tokens.reasoning !== null);
  group.reasoning += tokens.reasoning ?? 0;
}

function groupOf(bands: Bands, model: string | null, band: number, otherTier: boolean): PricedGroup {
  let ofModel = bands.get(model);
  if (ofModel === undefined) {
    ofModel = [];
    bands.set(model, ofModel);
  }
  let group = ofModel.find((each) => each.band === band && each.otherTier === otherTier);
  if (group === undefined) {
    group = emptyGroup(model === null ? null : inUtf8(model), band, otherTier);
    ofModel.push(group);
  }
  return group;
}

/** Where the prices of a model change; null: nowhere. */
function bandsByModel(prices: PriceTable): (model: string | null) => PriceBands | null {
  const known = new Map<string | null, PriceBands | null>();
  return (model) => {
    let bands = known.get(model);
    if (bands === undefined) {
      bands = prices.bandsOf(model);
      known.set(model, bands);
    }
    return bands;
  };
}

function emptyGroup(model: string | null, band: number, otherTier: boolean): PricedGroup {
  const tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
  const counts = {
    responses: 0,
    unknownResponses: 0,
    approximateResponses: 0,
    withReasoning: 0,
    reasoning: 0,
    webSearches: 0,
  };
  return { model, band, otherTier, ...tokens, ...counts };
}

function usageRow(key: string | null, sessions: number, sums: SumBuilder): UsageRow {
  return { key, second: null, sessions, ...sums.result() };
}

function particulars(by: UsageDimension, { session, repositories }: Row): Partial<UsageRow> {
  switch (by) {
    case 'branch':
      return { repositories: [...repositories].sort() };
    case 'session':
      return { agent: session.agent, parent: session.parent === null ? null : inUtf8(session.parent) };
    default:
      return {};
  }
}

function agentOf({ agent }: UsageRow): string | null {
  return agent ?? null;
}
