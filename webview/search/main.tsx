import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './search.css';
import { render } from 'preact';
import type { SearchHost } from '../../src/common/panelProtocol.js';
import { connectHost, reportUncaught } from '../app/rpc.js';
import { setAgentLabels } from '../app/labels.js';
import { setBundle } from '../app/strings.js';
import { ErrorState, Spinner } from '../app/ui/states.js';
import { useQuery } from '../app/useQuery.js';
import { Search } from './search.js';

const host = connectHost<SearchHost>();
reportUncaught(host);

const start = async () => {
  const answer = await host.start();
  setBundle(answer.bundle);
  setAgentLabels(answer.agents);
  return answer;
};

function App() {
  const { value, error, retry } = useQuery('start', start, { once: true });
  if (error !== undefined && !value) {
    return <ErrorState message={error} onRetry={retry} />;
  }
  return value ? <Search host={host} start={value} /> : <Spinner />;
}

const root = document.getElementById('root');
if (root) {
  render(<App />, root);
}
