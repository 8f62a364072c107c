import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What content may ask of the host: the only ways out of a message. */
export interface Actions {
  copy(text: string): void;
  openLink(url: string): void;
  openFile(path: string, line: number | null): void;
}

const ActionsContext = createContext<Actions>({
  copy: () => undefined,
  openLink: () => undefined,
  openFile: () => undefined,
});

export const ActionsProvider = ActionsContext.Provider;

export function useActions(): Actions {
  return useContext(ActionsContext);
}
