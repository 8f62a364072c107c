import { memo } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import { formatCount } from '../../src/common/format.js';
import { mostFiles, mostFileSteps, type FileSteps } from '../../src/common/panelProtocol.js';
import { baseName } from '../../src/common/paths.js';
import { oneLine } from '../../src/common/plainText.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { changedFiles, type ChangedFile } from './totals.js';

interface FilesPanelProps {
  rows: readonly OutlineRow[];
  /** The current step: what came after it is not shown. */
  seq: number;
  onShow(files: readonly FileSteps[]): void;
  /** Opens the file as it is now, where this message changed it. */
  onOpen(path: string, message: number): void;
  onSeek(seq: number): void;
  onClose(): void;
}

/** The files that were changed up to the current step, each with its lines, its diffs and the steps that changed it. */
export const FilesPanel = memo(function FilesPanel(props: FilesPanelProps) {
  const { rows, seq, onShow } = props;
  const files = useMemo(() => changedFiles(rows, seq), [rows, seq]);
  const all = useMemo(() => changedFiles(rows, rows.length - 1), [rows]);
  const idOf = (step: number) => rows[step]?.id ?? -1;
  const stepsOf = (file: ChangedFile, from: number, to: number): FileSteps => {
    // Also the later ones: from the file of today they are taken back.
    const whole = all.find(({ first }) => first === file.first) ?? file;
    return { path: whole.path, messages: whole.steps.slice(0, mostFileSteps).map(idOf), from, to };
  };
  const upToHere = (list: readonly ChangedFile[]) =>
    onShow(
      list
        .filter(({ hasPatch }) => hasPatch)
        .slice(0, mostFiles)
        .map((file) => stepsOf(file, 0, file.steps.length)),
    );
  return (
    <aside class="files" aria-label={t('changedFiles')}>
      <div class="files-head">
        <h2>{t('changedFiles')}</h2>
        <Button look="quiet" icon="diff-multiple" title={t('allDiffsHint')} onClick={() => upToHere(all)}>
          {t('allDiffs')}
        </Button>
        <IconButton icon="close" label={t('close')} onClick={props.onClose} />
      </div>
      {files.length === 0 ? (
        <p class="row-note">{all.length === 0 ? t('noFilesChanged') : t('noFilesYet')}</p>
      ) : (
        <ul>
          {files.map((file) => (
            <File
              key={file.path}
              file={file}
              seq={seq}
              onDiff={() => upToHere([file])}
              onLast={() => onShow([stepsOf(file, file.steps.length - 1, file.steps.length)])}
              onOpen={() => props.onOpen(file.path, idOf(file.steps.at(-1) ?? -1))}
              onSeek={props.onSeek}
            />
          ))}
        </ul>
      )}
    </aside>
  );
});

interface FileProps {
  file: ChangedFile;
  seq: number;
  onDiff(): void;
  onLast(): void;
  onOpen(): void;
  onSeek(seq: number): void;
}

function File({ file, seq, onDiff, onLast, onOpen, onSeek }: FileProps) {
  const { offline, shortPath } = useActions();
  const { path, operation, added, removed, steps, hasPatch } = file;
  const short = oneLine(shortPath(path), 1000);
  const name = oneLine(baseName(short), 300);
  const last = steps.at(-1) ?? 0;
  return (
    <li class={last === seq ? 'file file-now' : 'file'}>
      <button
        type="button"
        class="file-name"
        title={hasPatch ? `${short}: ${t('diffUpToHere')}` : `${short}: ${t('noDiff')}`}
        onClick={hasPatch ? onDiff : offline ? () => onSeek(last) : onOpen}
      >
        <Icon name={icons[operation]} label={t(labels[operation])} />
        <bdi class={operation === 'delete' ? 'file-deleted' : ''}>{name}</bdi>
        <bdi class="muted file-folder">{short.slice(0, -name.length).replace(/[\\/]$/, '')}</bdi>
      </button>
      <span class="file-lines">
        {added !== null && <span class="added">+{formatCount(added)}</span>}{' '}
        {removed !== null && <span class="removed">−{formatCount(removed)}</span>}
      </span>
      <span class="file-actions">
        {hasPatch && <IconButton icon="diff" label={t('diffOfLast', name)} onClick={onLast} />}
        {!offline && <IconButton icon="go-to-file" label={t('openNow', name)} onClick={onOpen} />}
        <IconButton
          icon="target"
          label={t('goToChange', formatCount(last + 1))}
          onClick={() => onSeek(last)}
        />
      </span>
    </li>
  );
}

const icons = {
  create: 'diff-added',
  update: 'diff-modified',
  delete: 'diff-removed',
  rename: 'diff-renamed',
} as const;
const labels = { create: 'created', update: 'changed', delete: 'deleted', rename: 'renamed' } as const;
