import type { PanelHost, PanelStart } from './panelProtocol.js';
import type { SessionDetail, SessionId } from './protocol.js';
import type { ImageData, MessageBody, OutlineRow } from './steps.js';

/** What the comparison of two sessions and its host say to each other. */

export const compareSides = ['left', 'right'] as const;
export type CompareSide = (typeof compareSides)[number];

export interface CompareStart extends PanelStart {
  left: SessionId;
  right: SessionId;
}

export interface CompareHost extends PanelHost {
  start(): Promise<CompareStart>;
  /** null: the store no longer has it. */
  session(side: CompareSide): Promise<SessionDetail | null>;
  outline(
    side: CompareSide,
    from: number,
    limit: number,
  ): Promise<{ total: number; rows: readonly OutlineRow[] }>;
  /** Of either session. Texts end after as many bytes as a page shows. */
  bodies(ids: readonly number[]): Promise<readonly MessageBody[]>;
  /** An image of a message, by its place among the attachments; null: the agent's file no longer has it. */
  image(messageId: number, index: number): Promise<ImageData | null>;
  /** Opens the replay of a side, at a step if given. */
  openReplay(side: CompareSide, seq?: number): Promise<void>;
  /** Opens a file of the user's, relative to the folder of the side's session. False when it is not there (any more). */
  openFile(side: CompareSide, path: string, line?: number): Promise<boolean>;
  showChanges(messageId: number): Promise<void>;
  openText(messageId: number, part: 'text' | 'output'): Promise<void>;
}
