/**
 * Figures as people read them, the same in every surface and every locale. Times are milliseconds, costs US dollars.
 */

/** Tokens with three digits at most: 950, 1.2k, 34k, 1.2M, 3.4B. */
export function formatTokens(tokens: number): string {
  for (const [size, unit] of [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    // The next unit begins where rounding reaches it, so that 999,999 is 1.0M and never 1000k.
    if (tokens >= size * 0.9995) {
      const value = tokens / size;
      return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${unit}`;
    }
  }
  return String(Math.round(tokens));
}

/** Dollars and cents; less than half a cent but not free is "<$0.01". */
export function formatCost(usd: number): string {
  if (usd > 0 && usd < 0.005) {
    return '<$0.01';
  }
  return `$${group(usd.toFixed(2))}`;
}

/** A whole number with thin groups of three: 1,234,567. */
export function formatCount(count: number): string {
  return group(String(Math.round(count)));
}

/** A length of time in its two largest units: 45 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = units.findIndex(([value]) => value > 0);
  if (first < 0) {
    return '0 s';
  }
  return units
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** How long ago, in one unit: now, 5 min, 3 h, 2 d, 5 wk, 2 y. */
export function formatAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) {
    return 'now';
  }
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return `${hours} h`;
  }
  const days = Math.floor(hours / 24);
  if (days < 14) {
    return `${days} d`;
  }
  return days < 365 ? `${Math.floor(days / 7)} wk` : `${Math.floor(days / 365)} y`;
}

/** Bytes in powers of 1024: 512 B, 1.5 KB, 340 MB. */
export function formatBytes(bytes: number): string {
  for (const [size, unit] of [
    [2 ** 30, 'GB'],
    [2 ** 20, 'MB'],
    [2 ** 10, 'KB'],
  ] as const) {
    if (bytes >= size) {
      const value = bytes / size;
      return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
    }
  }
  return `${bytes} B`;
}

function group(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
