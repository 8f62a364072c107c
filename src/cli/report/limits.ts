import { formatDuration } from '../../common/format.js';
import type { RateLimit } from '../../common/rateLimits.js';
import { isoTime } from '../time.js';
import type { Section } from './write.js';

/** A window of a subscription, as `--json` tells it. */
export function limitJson({
  agent,
  limit,
  window,
  at,
  usedPercent,
  minutes,
  resetsAt,
  plan,
}: RateLimit): object {
  return {
    ...{ agent, limit, window, minutes, plan },
    ...{ used_percent: usedPercent, at: isoTime(at), resets_at: isoTime(resetsAt) },
  };
}

/** What subscriptions have used up: shares, and no money. */
export function limitSection(limits: readonly RateLimit[], now: number): Section {
  return {
    title: 'Limits of subscriptions',
    head: ['Agent', 'Limit', 'Window', 'Used up', 'Told', 'Resets'],
    texts: [1, 2, 4, 5],
    rows: limits.map(({ agent, limit, window, minutes, usedPercent, at, resetsAt }) => [
      agent,
      limit,
      minutes === null ? window : formatDuration(minutes * 60_000),
      resetsAt !== null && resetsAt <= now
        ? `was ${Math.round(usedPercent)} %`
        : `${Math.round(usedPercent)} %`,
      `${formatDuration(Math.max(0, now - at))} ago`,
      resetsAt === null ? '?' : resetsAt <= now ? 'has ended since' : `in ${formatDuration(resetsAt - now)}`,
    ]),
  };
}
