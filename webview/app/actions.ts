import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ImageData } from '../../src/common/steps.js';

/** What content may ask of the host: the only ways out of a message. */
export interface Actions {
  /** The page stands by itself: neither an editor nor the logbook is there to do what one asks. */
  offline?: boolean;
  copy(text: string): void;
  openLink(url: string): void;
  openFile(path: string, line: number | null): void;
  /** An image of a message, by its place among the attachments; null: it is no longer there. Where there are messages. */
  loadImage?(message: number, index: number): Promise<ImageData | null>;
  /** A path as people read it: what lies in the session's folder without that folder. */
  shortPath(path: string): string;
}

const ActionsContext = createContext<Actions>({
  copy: () => undefined,
  openLink: () => undefined,
  openFile: () => undefined,
  shortPath: (path) => path,
});

export const ActionsProvider = ActionsContext.Provider;

export function useActions(): Actions {
  return useContext(ActionsContext);
}
