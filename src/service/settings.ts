import { defaultSettings, type Settings } from '../common/settings.js';
import { validSettings } from './validate.js';

/**
 * The settings to begin with. What must not be read or kept is the user's to say: where it cannot be known (what is stored
 * is unreadable, or the extension is yet to tell it for the first time), nothing is read until the extension has told.
 */
export function storedSettings(stored: unknown, watch: boolean): Settings {
  const untold = { ...defaultSettings, paused: watch };
  return stored === undefined
    ? untold
    : (validSettings(stored, defaultSettings) ?? { ...defaultSettings, paused: true });
}

/** Whether the same rows are shown with other figures or states. */
export function shownDifferently(a: Settings, b: Settings): boolean {
  return (
    JSON.stringify([a.prices, a.idleAfterMinutes, a.endedAfterMinutes]) !==
    JSON.stringify([b.prices, b.idleAfterMinutes, b.endedAfterMinutes])
  );
}
