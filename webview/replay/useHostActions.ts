import { useCallback, useMemo, useRef } from 'preact/hooks';
import type { FileSteps, ReplayHost } from '../../src/common/panelProtocol.js';
import { pathBelow } from '../../src/common/paths.js';
import type { OutlineRow } from '../../src/common/steps.js';
import type { Remote } from '../../src/common/rpc.js';
import type { Actions } from '../app/actions.js';
import { t } from '../app/strings.js';
import type { Bodies } from './bodies.js';
import { timeFrom } from './fromHere.js';
import type { ContentActions } from './message.js';

interface HostActionsOptions {
  host: Remote<ReplayHost>;
  rows: readonly OutlineRow[];
  /** The session's. */
  folder: string | null;
  bodies: Bodies;
  /** See `ReplayStart`. */
  offline: boolean;
  toggle(row: OutlineRow, open: boolean): void;
  /** Tells the reader; '' takes back what was told. */
  tell(message: string): void;
}

export interface HostActions {
  /** What the content of a message may do. */
  actions: Actions;
  contentActions: ContentActions;
  openSession(id: string): void;
  showFiles(files: readonly FileSteps[]): void;
  openChanged(path: string, message: number): void;
  resume(): void;
  /** Goes on with the session from one of its prompts. */
  resumeFrom(prompt: OutlineRow): void;
  /** Lets the reader choose a ticket for this step and all that follow. */
  moveToTicket(row: OutlineRow): void;
  /** Copies what a step says or did: its text, or a tool's input. */
  copyText(row: OutlineRow): void;
  copyLink(uid: string | null): void;
  copyMarkdown(from?: number, to?: number): void;
  toggleWide(): void;
  compare(): void;
  showPage(): void;
  failed(error: unknown): void;
}

/** What the reader may ask of the host. What it cannot do is told. Stays the same, so that no row is drawn anew. */
export function useHostActions(options: HostActionsOptions): HostActions {
  const { host, folder, bodies, offline, toggle, tell } = options;
  const rows = useRef(options.rows);
  rows.current = options.rows;
  const failed = useCallback(
    (error: unknown) => tell(error instanceof Error ? error.message : String(error)),
    [tell],
  );
  const actions = useMemo<Actions>(
    () => ({
      offline,
      copy: (text) => void host.copy(text).catch(failed),
      openLink: (url) => void host.openLink(url).catch(failed),
      openFile: (path, line) =>
        void host
          .openFile(path, line ?? undefined)
          .then((there) => tell(there ? '' : t('fileGone', path)))
          .catch(failed),
      ...(offline ? {} : { loadImage: (message, index) => host.image(message, index) }),
      shortPath: (path) => pathBelow(path, folder ?? ''),
    }),
    [host, folder, offline, tell, failed],
  );
  const contentActions = useMemo<ContentActions>(
    () => ({
      toggle,
      retry: (id) => bodies.retry(id),
      openText: (id, part) => void host.openText(id, part).catch(failed),
      showChanges: (id) => void host.showChanges(id).catch(failed),
    }),
    [host, bodies, toggle, failed],
  );
  const others = useMemo(
    () => ({
      openSession: (id: string) => void host.openSession(id).catch(failed),
      showFiles: (files: readonly FileSteps[]) => void host.showFiles(files).catch(failed),
      openChanged: (path: string, message: number) =>
        void host
          .openChanged(path, message)
          .then((there) => tell(there ? '' : t('fileGone', path)))
          .catch(failed),
      resume: () => void host.resume().catch(failed),
      resumeFrom: ({ seq }: OutlineRow) => void host.resume(seq).catch(failed),
      moveToTicket: ({ seq }: OutlineRow) => {
        const at = timeFrom(rows.current, seq);
        if (at === null) {
          tell(t('noTimeHere'));
        } else {
          host.moveToTicket(at).catch(failed);
        }
      },
      copyText: (row: OutlineRow) =>
        void host
          .bodies([row.id])
          .then(([body]) => host.copy(body?.tool?.input ?? body?.text ?? ''))
          .then(() => tell(t('copied')))
          .catch(failed),
      copyLink: (uid: string | null) =>
        void host
          .copyLink(uid)
          .then(() => tell(t('linkCopied')))
          .catch(failed),
      copyMarkdown: (from?: number, to?: number) =>
        void host
          .copyMarkdown(from, to)
          .then(() => tell(t('copied')))
          .catch(failed),
      toggleWide: () => void host.toggleWide().catch(failed),
      compare: () => void host.compare().catch(failed),
      showPage: () => void host.showPage().catch(failed),
    }),
    [host, tell, failed],
  );
  return useMemo(
    () => ({ actions, contentActions, failed, ...others }),
    [actions, contentActions, failed, others],
  );
}
