import { isObject, object, remember, withTexts } from '../fields.js';
import type { FileParser, ParsedRecord } from '../importer.js';
import { callOf, type Call } from './spans.js';
import { groupOf, optional, RANK, responseKey } from './usage.js';

const MOST = 64;

/**
 * Telemetry that Copilot CLI was told to write to files (`otel/*.jsonl`), one span or log record a line. It counts for
 * sessions of which nothing else tells the usage. Records of one trace or one response are of one session, which not every one of
 * them names.
 */
export function otelFile(stored: unknown): FileParser {
  const of: { name: string; session: string }[] = withTexts(
    object(stored).sessions,
    'name',
    'session',
  ) as unknown as { name: string; session: string }[];
  return {
    parse(record): ParsedRecord {
      if (!isObject(record)) {
        return { events: [], problems: ['the line is no span and no log record'] };
      }
      const call = callOf(record);
      return call === null ? { events: [] } : told(call, of);
    },
    state: () => ({ sessions: of }),
  };
}

function told(call: Call, known: { name: string; session: string }[]): ParsedRecord {
  const names = [call.trace, call.response].filter((name) => name !== undefined);
  const before = known.findLast(({ name }) => names.includes(name))?.session;
  const session = call.session ?? before ?? call.trace;
  if (session === undefined) {
    // A log of a call that nothing ties to a session: the call's span tells it.
    return { events: [] };
  }
  for (const name of names) {
    if (call.session !== undefined && call.session !== before) {
      remember(known, { name, session }, MOST);
    }
  }
  if (call.tokens === null) {
    return { events: [] };
  }
  const id = call.span === undefined ? call.response : `${call.trace ?? ''}:${call.span}`;
  return {
    events: [
      {
        type: 'usage',
        session,
        key: responseKey('copilot', session, `${call.kind}:${id ?? call.at ?? ''}`),
        group: groupOf('copilot', session, 0),
        rank: RANK[call.kind],
        preference: 0,
        at: call.at,
        isCopy: false,
        model: call.model ?? null,
        tokens: call.tokens,
        ...(call.sumOnly ? { approximate: true } : {}),
        ...optional('requestId', call.response),
      },
    ],
  };
}
