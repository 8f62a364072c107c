import { useCallback, useMemo } from 'preact/hooks';
import type { FileSteps, ReplayHost } from '../../src/common/panelProtocol.js';
import { pathBelow } from '../../src/common/paths.js';
import type { OutlineRow } from '../../src/common/steps.js';
import type { Remote } from '../../src/common/rpc.js';
import type { Actions } from '../app/actions.js';
import { t } from '../app/strings.js';
import type { Bodies } from './bodies.js';
import type { RowActions } from './message.js';

interface HostActionsOptions {
  host: Remote<ReplayHost>;
  /** The session's. */
  folder: string | null;
  bodies: Bodies;
  select(seq: number): void;
  toggle(row: OutlineRow, open: boolean): void;
  /** Tells the reader; '' takes back what was told. */
  tell(message: string): void;
}

export interface HostActions {
  /** What the content of a message may do. */
  actions: Actions;
  /** What the row around it may do. */
  rowActions: RowActions;
  openSession(id: string): void;
  showFiles(files: readonly FileSteps[]): void;
  openChanged(path: string, message: number): void;
  resume(): void;
}

/** What messages may ask for. What the host cannot do is told. Stays the same, so that no row is drawn anew. */
export function useHostActions({
  host,
  folder,
  bodies,
  select,
  toggle,
  tell,
}: HostActionsOptions): HostActions {
  const failed = useCallback(
    (error: unknown) => tell(error instanceof Error ? error.message : String(error)),
    [tell],
  );
  const actions = useMemo<Actions>(
    () => ({
      copy: (text) => void host.copy(text).catch(failed),
      openLink: (url) => void host.openLink(url).catch(failed),
      openFile: (path, line) =>
        void host
          .openFile(path, line ?? undefined)
          .then((there) => tell(there ? '' : t('fileGone', path)))
          .catch(failed),
      shortPath: (path) => pathBelow(path, folder ?? ''),
    }),
    [host, folder, tell, failed],
  );
  const rowActions = useMemo<RowActions>(
    () => ({
      select,
      toggle,
      retry: (id) => bodies.retry(id),
      openText: (id, part) => void host.openText(id, part).catch(failed),
      showChanges: (id) => void host.showChanges(id).catch(failed),
    }),
    [host, bodies, select, toggle, failed],
  );
  const openSession = useCallback((id: string) => void host.openSession(id).catch(failed), [host, failed]);
  const showFiles = useCallback(
    (files: readonly FileSteps[]) => void host.showFiles(files).catch(failed),
    [host, failed],
  );
  const openChanged = useCallback(
    (path: string, message: number) =>
      void host
        .openChanged(path, message)
        .then((there) => tell(there ? '' : t('fileGone', path)))
        .catch(failed),
    [host, tell, failed],
  );
  const resume = useCallback(() => void host.resume().catch(failed), [host, failed]);
  return { actions, rowActions, openSession, showFiles, openChanged, resume };
}
