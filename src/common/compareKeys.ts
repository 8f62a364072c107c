/** By code units, the same on every machine; "none" comes last. */
export function compareKeys(a: string | null, b: string | null): number {
  if (a === b) {
    return 0;
  }
  return a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;
}
