import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './redaction.css';
import { useState } from 'preact/hooks';
import type { ExportProgress } from '../../src/common/export.js';
import { formatCount } from '../../src/common/format.js';
import type { RedactionHost } from '../../src/common/redactionPanel.js';
import { begin, showPage } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { t } from '../app/strings.js';
import { ErrorState, Spinner } from '../app/ui/states.js';
import { useQuery } from '../app/useQuery.js';
import { allFindings } from './allFindings.js';
import { Redaction } from './redaction.js';
import { useProgress } from './useProgress.js';

const host = connectHost<RedactionHost>();

const start = () => begin(host);

function App() {
  const [tries, setTries] = useState(0);
  const started = useQuery('start', start, { once: true });
  const scanned = useQuery(`scan ${tries}`, () => allFindings(host), { once: true });
  const progress = useProgress();
  const failed = started.error ?? (scanned.value ? undefined : scanned.error);
  if (failed !== undefined) {
    return (
      <main class="redaction">
        <h1 class="sr-only">{t('redaction')}</h1>
        <ErrorState
          message={failed}
          onRetry={() => {
            started.retry();
            scanned.retry();
          }}
        />
      </main>
    );
  }
  if (!started.value || !scanned.value) {
    return <Scanning progress={progress} />;
  }
  return (
    <Redaction
      key={tries}
      host={host}
      start={started.value}
      scan={scanned.value}
      progress={progress}
      onScanAgain={() => setTries((count) => count + 1)}
    />
  );
}

function Scanning({ progress }: { progress: ExportProgress | null }) {
  return (
    <main class="redaction">
      <h1 class="sr-only">{t('redaction')}</h1>
      <Spinner />
      <p class="redaction-progress" role="status">
        {progress?.phase === 'listing' && t('redactionListing')}
        {progress?.phase === 'scanning' &&
          t('redactionScanning', formatCount(progress.done), formatCount(progress.total))}
      </p>
    </main>
  );
}

showPage(<App />);
