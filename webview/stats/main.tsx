import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './stats.css';
import type { StatsHost } from '../../src/common/statsPanel.js';
import { ActionsProvider } from '../app/actions.js';
import { showPage, Started } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { Stats } from './stats.js';

const host = connectHost<StatsHost>();

/** What charts show leads nowhere but to sessions. */
const actions = {
  copy: (text: string) => void host.copy(text),
  openLink: () => undefined,
  openFile: () => undefined,
  shortPath: (path: string) => path,
};

showPage(
  <Started host={host}>
    {(start) => (
      <ActionsProvider value={actions}>
        <Stats host={host} start={start} />
      </ActionsProvider>
    )}
  </Started>,
);
