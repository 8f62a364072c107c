import { defaultSettings, type PriceOverride, type Settings } from '../common/settings.js';

/** What the configuration answers for a key below `agentLogbook.`. A person may have typed anything into settings.json. */
export type ReadSetting = (key: string) => unknown;

/** The settings that the store obeys. What is not of the right type counts as not set. */
export function toSettings(read: ReadSetting): Settings {
  const standard = defaultSettings;
  const idle = positive(read('sessions.idleAfterMinutes'), standard.idleAfterMinutes);
  return {
    disabledAgents: texts(read('agents.disabled')),
    extraRoots: mapValues(read('agents.extraFolders'), (value) => {
      const folders = typeof value === 'string' ? [value] : texts(value);
      return folders.length > 0 ? folders : undefined;
    }),
    excludedProjects: texts(read('recording.excludedProjects')),
    keep: {
      prompts: flag(read('recording.keepPrompts'), standard.keep.prompts),
      reasoning: flag(read('recording.keepReasoning'), standard.keep.reasoning),
      toolArguments: flag(read('recording.keepToolArguments'), standard.keep.toolArguments),
      toolOutput: flag(read('recording.keepToolOutput'), standard.keep.toolOutput),
    },
    // What is no expression is passed on as well: the store says what is wrong with it.
    ticketPattern: text(read('tickets.pattern')),
    tagRules: list(read('tags.rules')),
    prices: mapValues(read('prices'), price),
    idleAfterMinutes: idle,
    // A session cannot end before it is idle.
    endedAfterMinutes: Math.max(
      idle,
      positive(read('sessions.endedAfterMinutes'), standard.endedAfterMinutes),
    ),
    forgetAfterDays: positive(read('retention.forgetAfterDays'), 0),
    keepMarked: flag(read('retention.keepMarked'), standard.keepMarked),
    paused: flag(read('recording.paused'), standard.paused),
  };
}

function flag(value: unknown, standard: boolean): boolean {
  return typeof value === 'boolean' ? value : standard;
}

function positive(value: unknown, standard: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : standard;
}

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string' && item.trim() !== '')
    : [];
}

/** What is no list is one rule that is wrong, which is told as such. */
function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function price(value: unknown): PriceOverride | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { input, output } = value;
  if (!isPrice(input) || !isPrice(output)) {
    return undefined;
  }
  const result: PriceOverride = { input, output };
  for (const key of ['cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const) {
    const part = value[key];
    if (isPrice(part)) {
      result[key] = part;
    }
  }
  return result;
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function mapValues<T>(value: unknown, map: (value: unknown) => T | undefined): Record<string, T> {
  const result: Record<string, T> = {};
  if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      const mapped = map(item);
      // As a key of an object made here it would be no entry, but what the object inherits from.
      if (mapped !== undefined && key !== '__proto__') {
        result[key] = mapped;
      }
    }
  }
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
