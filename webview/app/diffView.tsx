import { useMemo, useState } from 'preact/hooks';
import { parsePatch, type PatchLine } from '../../src/common/patch.js';
import { plainText } from '../../src/common/plainText.js';
import { useIsFound } from './found.js';
import { t } from './strings.js';
import { Button } from './ui/button.js';

const firstLines = 30;
const signs = { context: ' ', added: '+', removed: '-', gap: '⋯' } as const;
const spoken = { context: undefined, added: 'added', removed: 'removed', gap: undefined } as const;

/** A patch as coloured lines with the numbers of the new version. */
export function DiffView({ patch }: { patch: string }) {
  const lines = useMemo(() => parsePatch(patch), [patch]);
  const [byHand, setByHand] = useState<boolean | null>(null);
  const many = lines.length > firstLines + 6;
  const rest = useMemo(
    () =>
      many
        ? lines
            .slice(firstLines)
            .map(({ text }) => text)
            .join('\n')
        : '',
    [lines, many],
  );
  const found = useIsFound(rest);
  const open = byHand ?? found;
  const shown = open || !many ? lines : lines.slice(0, firstLines);
  return (
    <div class="diff">
      <pre>
        {shown.map((line, index) => (
          <DiffLine key={index} line={line} />
        ))}
      </pre>
      {many && (
        <Button look="quiet" icon={open ? 'chevron-up' : 'chevron-down'} onClick={() => setByHand(!open)}>
          {open ? t('showLess') : t('showMore', lines.length)}
        </Button>
      )}
    </div>
  );
}

function DiffLine({ line }: { line: PatchLine }) {
  return (
    <span class={`diff-line diff-${line.kind}`}>
      <span class="diff-number" aria-hidden="true">
        {line.after ?? line.before ?? ''}
      </span>
      <span class="diff-sign" role={spoken[line.kind] && 'img'} aria-label={spoken[line.kind]}>
        {signs[line.kind]}
      </span>
      <span class="diff-text">{plainText(line.text)}</span>
    </span>
  );
}
