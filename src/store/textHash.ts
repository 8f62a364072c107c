/** 32 bits of a text, signed, for indexes and filters. Two texts may have the same: who finds one by it compares the texts. */
export function textHash(text: string): number {
  // FNV-1a, mixed at the end as MurmurHash is, because its low bits alone are weak.
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return mixedHash(hash);
}

/** Spreads what tells numbers apart over all 32 bits. */
export function mixedHash(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
