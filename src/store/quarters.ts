/** A quarter of an hour in milliseconds. All offsets of today's time zones are whole quarters, so each lies in one local day. */
export const quarterMs = 900_000;

/** Start of the quarter of an hour that a time lies in; both in milliseconds since 1970 UTC. */
export function quarterOf(at: number): number {
  return Math.floor(at / quarterMs) * quarterMs;
}
