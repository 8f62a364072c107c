/**
 * Writes of a moment get their time before they are sent: when one is repeated at the next owner, it falls on the same row.
 */
export function withTime(method: string, args: unknown[]): unknown[] {
  if (method === 'startTicket' || method === 'switchTicket') {
    return [{ at: Date.now(), ...(args[0] as object) }, ...args.slice(1)];
  }
  if (method === 'finishTicket' && args[1] === undefined) {
    return [args[0], Date.now()];
  }
  return args;
}
