/** Tickets that were merged: by key, the key of the ticket that each was merged into. */
export type TicketAliases = ReadonlyMap<string, string>;

/**
 * The key that a key stands for, however often its ticket was merged on. A ring, which no call makes but a damaged database
 * might have, ends where it would begin again.
 */
export function standsFor(key: string, aliases: TicketAliases): string {
  const seen = new Set([key]);
  let last = key;
  for (let next = aliases.get(key); next !== undefined && !seen.has(next); next = aliases.get(next)) {
    seen.add(next);
    last = next;
  }
  return last;
}
