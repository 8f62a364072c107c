import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { CompareSide } from '../../src/common/comparePanel.js';
import { ActionsProvider, type Actions } from '../app/actions.js';

/** What content may ask of the host, by side: each session has a folder of its own. */
const SideActionsContext = createContext<Readonly<Record<CompareSide, Actions>> | null>(null);

export const SideActions = SideActionsContext.Provider;

/** Content of one side. */
export function OfSide({ side, children }: { side: CompareSide; children: ComponentChildren }) {
  const actions = useContext(SideActionsContext);
  return actions ? <ActionsProvider value={actions[side]}>{children}</ActionsProvider> : <>{children}</>;
}
