import { standsFor, type TicketAliases } from '../../attribution/aliases.js';
import type { UsageScope } from '../../common/protocol.js';
import { readAliases } from '../attributionRows.js';
import { nameId } from './names.js';
import type { ReadContext } from './context.js';
import { createPattern } from './searchNames.js';

/** A scope in which keys of merged tickets are those that they stand for now; responses are stored under these alone. */
export function withMergedTickets<T extends UsageScope>(context: ReadContext, scope: T): T {
  if (scope.ticket === undefined && scope.tickets === undefined) {
    return scope;
  }
  const aliases = aliasesOf(context);
  const { ticket, tickets } = scope;
  return {
    ...scope,
    ...(ticket === undefined ? {} : { ticket: standsFor(ticket, aliases) }),
    ...(tickets === undefined
      ? {}
      : { tickets: [...new Set(tickets.map((key) => (key === null ? null : standsFor(key, aliases))))] }),
  };
}

/** Numbers of the names of tickets into which others were merged that have one of the values. */
export function mergedTicketsWith(context: ReadContext, values: readonly string[]): number[] {
  const aliases = aliasesOf(context);
  const patterns = values.map(createPattern);
  return [...aliases.keys()]
    .filter((key) => patterns.some((matches) => matches(key)))
    .flatMap((key) => nameId(context.db, standsFor(key, aliases)) ?? []);
}

function aliasesOf(context: ReadContext): TicketAliases {
  return context.unchanged('ticket aliases', () => readAliases(context.db));
}
