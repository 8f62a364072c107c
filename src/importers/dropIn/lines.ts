import type { ImportEvent } from '../../common/model.js';
import { isObject, object, str, typeName, type Json } from '../fields.js';
import type { FileParser, ParsedRecord } from '../importer.js';
import { checked } from './checks.js';
import { eventsOf } from './events.js';
import { forms } from './forms.js';

/** The version of the schema that is read. Later ones add fields and lines, so that what is known of them is read. */
export const SCHEMA = 1;

/** Reads lines of the published schema, of which one may name the session for those that follow. */
export function linesParser(stored: unknown): FileParser {
  const from = object(stored);
  const state = {
    session: str(from.session) ?? '',
    /** The session whose first prompt has become its title. */
    titled: str(from.titled) ?? '',
    /** Whose session it is, where an export tells; empty: of whoever writes such lines. */
    agent: str(from.agent) ?? '',
  };
  return {
    parse(record): ParsedRecord {
      const problems: string[] = [];
      const events = line(record, state, problems);
      return problems.length === 0 ? { events } : { events, problems };
    },
    state: () => ({ ...state }),
  };
}

function line(
  record: unknown,
  state: { session: string; titled: string; agent: string },
  problems: string[],
): ImportEvent[] {
  if (!isObject(record)) {
    problems.push(`the line is ${typeName(record)}: write an object with a type`);
    return [];
  }
  const { type, ...fields } = record;
  if (type === 'export') {
    // The last line of an export tells people of it.
    return [];
  }
  if (typeof type !== 'string' || !Object.hasOwn(forms, type)) {
    const given = typeof type === 'string' ? `"${type.slice(0, 60)}"` : typeName(type);
    problems.push(`type is ${given}: write one of ${Object.keys(forms).join(', ')}`);
    return typeof type === 'string'
      ? [{ type: 'unknown', name: type.slice(0, 80) || 'line without type' }]
      : [];
  }
  if (type === 'session') {
    versionOf(fields.schema, problems);
    // A line whose version is missing is read all the same: what it says besides is worth more.
    fields.schema = SCHEMA;
  }
  const found = checked(fields, forms[type] ?? {}, type, problems) ?? withoutTokens(type, fields);
  if (found === null) {
    return [];
  }
  if (type === 'session') {
    const named = str(found.session) ?? state.session;
    // The later lines of a session need not repeat whose it is.
    state.agent = str(found.agent_id) ?? (named === state.session ? state.agent : '');
    state.session = named;
  }
  const session = str(found.session) ?? state.session;
  if (session === '' && type !== 'plan' && type !== 'prompt') {
    problems.push(`${type}.session is missing: write it, or a line of the type session before`);
    return [];
  }
  const agent = session === state.session && state.agent !== '' ? state.agent : null;
  const context = { session, agent, titled: state.titled === session, problems };
  const events = eventsOf(type, found, context);
  if (context.titled) {
    state.titled = session;
  }
  return agent === null
    ? events
    : events.map((event) => (event.type === 'prompt' ? event : ({ ...event, agent } as ImportEvent)));
}

/** A response whose tokens cannot be read has come all the same: what it used is not known. */
function withoutTokens(type: string, fields: Json): Json | null {
  return type === 'usage' ? checked({ ...fields, tokens: null }, forms.usage ?? {}, type, []) : null;
}

function versionOf(schema: unknown, problems: string[]): void {
  if (schema === SCHEMA) {
    return;
  }
  const isNewer = typeof schema === 'number' && schema > SCHEMA;
  problems.push(
    isNewer
      ? `session.schema is newer than ${SCHEMA}: update Agent Logbook to read all of it`
      : `session.schema is ${schema === undefined ? 'missing' : 'no version that there is'}: write ${SCHEMA}`,
  );
}
