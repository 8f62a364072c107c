import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './stats.css';
import { render } from 'preact';
import type { StatsHost } from '../../src/common/statsPanel.js';
import { ActionsProvider } from '../app/actions.js';
import { connectHost, reportUncaught } from '../app/rpc.js';
import { setAgentLabels } from '../app/labels.js';
import { setBundle } from '../app/strings.js';
import { ErrorState, Spinner } from '../app/ui/states.js';
import { useQuery } from '../app/useQuery.js';
import { Stats } from './stats.js';

const host = connectHost<StatsHost>();
reportUncaught(host);

const start = async () => {
  const answer = await host.start();
  setBundle(answer.bundle);
  setAgentLabels(answer.agents);
  return answer;
};

/** What charts show leads nowhere but to sessions. */
const actions = {
  copy: (text: string) => void host.copy(text),
  openLink: () => undefined,
  openFile: () => undefined,
  shortPath: (path: string) => path,
};

function App() {
  const { value, error, retry } = useQuery('start', start, { once: true });
  if (error !== undefined && !value) {
    return <ErrorState message={error} onRetry={retry} />;
  }
  return value ? (
    <ActionsProvider value={actions}>
      <Stats host={host} start={value} />
    </ActionsProvider>
  ) : (
    <Spinner />
  );
}

const root = document.getElementById('root');
if (root) {
  render(<App />, root);
}
