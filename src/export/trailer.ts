import type { ExportSource, Output } from './format.js';

/** What every export says of itself, to be written last: only then it is known how much was replaced. */
export interface Trailer {
  application: 'agent-logbook';
  version: string;
  exported_at: string;
  sessions: number;
  redactions: { count: number; rules: readonly { rule: string; secrets: number }[] };
}

export function trailerOf(source: ExportSource, out: Pick<Output, 'redactions'>): Trailer {
  return {
    application: 'agent-logbook',
    version: source.version,
    exported_at: new Date(source.at).toISOString(),
    sessions: source.count,
    redactions: { count: out.redactions(), rules: source.rules() },
  };
}

/** The same in a sentence. */
export function trailerText({ redactions, version, exported_at: at }: Trailer): string {
  return `Exported by Agent Logbook ${version} on ${at.slice(0, 10)}. Redacted places: ${redactions.count}.`;
}
