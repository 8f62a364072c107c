import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './search.css';
import type { SearchHost } from '../../src/common/panelProtocol.js';
import { showPage, Started } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { Search } from './search.js';

const host = connectHost<SearchHost>();

showPage(<Started host={host}>{(start) => <Search host={host} start={start} />}</Started>);
