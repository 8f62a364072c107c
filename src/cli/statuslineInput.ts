/** What an agent pipes into its status line, as far as we use it. Claude Code's form, which others have taken over. */
export interface AgentInput {
  /** The agent's own id of the session. */
  session?: string;
  folder?: string;
  model?: string;
  costUsd?: number;
  contextPercent?: number;
  /** Windows of the subscription: which, how much is used, and when it begins anew. */
  limits: readonly { window: string; minutes: number; usedPercent: number; resetsAt: number | null }[];
}

/** The year 10000: beyond it no text of a time can be written. */
const lastSecond = 253_402_300_800;
/** The windows that are told by name, and their minutes. */
const windows = { five_hour: 300, seven_day: 10_080 } as const;

/** Understands what was piped in; null: nothing, or nothing of that kind. Never throws. */
export function agentInput(text: string): AgentInput | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return null;
  }
  const session = textAt(value, 'session_id');
  const folder = textAt(value, 'workspace', 'current_dir') ?? textAt(value, 'cwd');
  const model = textAt(value, 'model', 'display_name') ?? textAt(value, 'model', 'id');
  const costUsd = numberAt(value, 'cost', 'total_cost_usd');
  const contextPercent = percentOf(value);
  return {
    ...(session === undefined ? {} : { session }),
    ...(folder === undefined ? {} : { folder }),
    ...(model === undefined ? {} : { model }),
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(contextPercent === undefined ? {} : { contextPercent }),
    limits: Object.entries(windows).flatMap(([window, minutes]) => {
      const usedPercent = numberAt(value, 'rate_limits', window, 'used_percentage');
      const seconds = numberAt(value, 'rate_limits', window, 'resets_at');
      return usedPercent === undefined || usedPercent > 1000
        ? []
        : [
            {
              window,
              minutes,
              usedPercent,
              resetsAt: seconds === undefined || seconds > lastSecond ? null : Math.round(seconds * 1000),
            },
          ];
    }),
  };
}

/** As told, else from the tokens of the last request: all of its input, cached or not. */
function percentOf(value: object): number | undefined {
  const told = numberAt(value, 'context_window', 'used_percentage');
  const size = numberAt(value, 'context_window', 'context_window_size');
  const used = at(value, 'context_window', 'current_usage');
  if (told !== undefined || size === undefined || size === 0 || typeof used !== 'object' || used === null) {
    return told;
  }
  const kinds = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'];
  return (kinds.reduce((sum, kind) => sum + (numberAt(used, kind) ?? 0), 0) / size) * 100;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? found[name as never]
        : undefined;
  }
  return found;
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' && found.length < 4096 ? found : undefined;
}

function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : undefined;
}
