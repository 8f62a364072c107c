import { count, isObject, num, str, time, word, type Json } from '../fields.js';
import type { Reading } from './state.js';

const minuteMs = 60_000;

/**
 * `token_count.rate_limits`: how much of the account's windows is used up. It is written with each response; told again is
 * what has changed, and once a minute what has not, so that its age stays right. What a fork copied was told of by its parent.
 */
export function rateLimits(payload: Json, reading: Reading): void {
  const { rate_limits: limits } = payload;
  const { at, state } = reading;
  if (!isObject(limits) || at === null || state.replaying) {
    return;
  }
  const plan = word(limits.plan_type);
  const told = ['primary', 'secondary'].flatMap((window) => {
    const known = windowOf(limits[window], at);
    return known === null ? [] : [{ window, ...known }];
  });
  const stamp = `${Math.floor(at / minuteMs)} ${told.map(({ usedPercent }) => usedPercent).join(' ')}`;
  if (told.length === 0 || stamp === state.limits) {
    return;
  }
  state.limits = stamp;
  const limit = word(limits.limit_name) ?? word(limits.limit_id) ?? 'codex';
  reading.events.push(
    ...told.map((window) => ({
      ...{ type: 'rate_limit' as const, session: reading.session, limit, at },
      ...window,
      ...(plan === undefined ? {} : { plan }),
    })),
  );
}

/** null where the share is missing or none. `resets_at` is in seconds since 1970; before that there was `resets_in_seconds`. */
function windowOf(
  window: unknown,
  at: number,
): { usedPercent: number; minutes: number | null; resetsAt: number | null } | null {
  if (!isObject(window)) {
    return null;
  }
  const usedPercent = num(window.used_percent);
  if (usedPercent === undefined || usedPercent < 0 || usedPercent > 1000) {
    return null;
  }
  const seconds = num(window.resets_at);
  const minutes = count(window.window_minutes) ?? 0;
  const left = count(window.resets_in_seconds);
  return {
    usedPercent,
    // Some versions tell a minute less than there is.
    minutes: minutes > 0 ? minutes + Number(minutes % 60 === 59) : null,
    resetsAt:
      seconds === undefined
        ? time(str(window.resets_at) ?? (left === undefined ? null : at + left * 1000))
        : time(seconds * 1000),
  };
}
