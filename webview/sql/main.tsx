import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './sql.css';
import { render } from 'preact';
import type { SqlHost } from '../../src/common/sqlPanel.js';
import { connectHost, reportUncaught } from '../app/rpc.js';
import { setAgentLabels } from '../app/labels.js';
import { setBundle } from '../app/strings.js';
import { ErrorState, Spinner } from '../app/ui/states.js';
import { useQuery } from '../app/useQuery.js';
import { Console } from './console.js';

const host = connectHost<SqlHost>();
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
  return value ? <Console host={host} start={value} /> : <Spinner />;
}

const root = document.getElementById('root');
if (root) {
  render(<App />, root);
}
