import type { AgentLabels } from './agentLabels.js';
import type { Pin } from './marks.js';
import type { SessionDetail } from './protocol.js';
import type { MessageBody, OutlineRow } from './steps.js';

/**
 * How a replay that is one HTML file holds its sessions: as blocks of JSON in the page, each read when it is wanted. The writer
 * is `src/export/formats/html.ts`, the reader `webview/player`.
 */

/** Ids of the blocks. */
export const blocks = {
  about: 'about',
  session: (index: number) => `session-${index}`,
  pins: (index: number) => `pins-${index}`,
  rows: (index: number, part: number) => `rows-${index}-${part}`,
  bodies: (index: number, part: number) => `bodies-${index}-${part}`,
} as const;

/** Written last, when it is known what there is. */
export interface AboutReplay {
  application: 'agent-logbook';
  version: string;
  exported_at: string;
  redactions: { count: number };
  agents: AgentLabels;
  sessions: readonly { id: string; title: string; parent: string | null; steps: number; parts: number }[];
}

/** Steps of a session, some hundred a block; the bodies in the block of the same number belong to them. */
export type RowsBlock = readonly OutlineRow[];
export type BodiesBlock = readonly MessageBody[];
export type SessionBlock = SessionDetail;
export type PinsBlock = readonly Pin[];
