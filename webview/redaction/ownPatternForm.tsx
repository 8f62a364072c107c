import { useState } from 'preact/hooks';
import type { RedactionHost } from '../../src/common/redactionPanel.js';
import type { Remote } from '../../src/common/rpc.js';
import { t } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { TextField } from '../app/ui/fields.js';

/** A pattern of the user's own, kept in the settings. */
export function OwnPatternForm({ host, onAdded }: { host: Remote<RedactionHost>; onAdded(): void }) {
  const [name, setName] = useState('');
  const [pattern, setPattern] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const add = async () => {
    setBusy(true);
    setProblem('');
    try {
      const found = await host.addPattern(name, pattern);
      if (found === null) {
        onAdded();
      } else {
        setProblem(found);
      }
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <div class="own" role="group" aria-label={t('redactionOwn')}>
      <h2>{t('redactionOwn')}</h2>
      <TextField
        label={t('redactionOwnName')}
        placeholder={t('redactionOwnName')}
        value={name}
        onInput={setName}
      />
      <TextField
        label={t('redactionOwnPattern')}
        placeholder={t('redactionOwnPattern')}
        value={pattern}
        onInput={setPattern}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && pattern !== '' && !busy) {
            void add();
          }
        }}
      />
      <Button look="secondary" icon="add" disabled={busy || pattern === ''} onClick={() => void add()}>
        {busy ? t('loading') : t('redactionOwnAdd')}
      </Button>
      <p class="failed" role="alert">
        {problem}
      </p>
    </div>
  );
}
