import '@vscode/codicons/dist/codicon.css';
import '../app/app.css';
import './sql.css';
import type { SqlHost } from '../../src/common/sqlPanel.js';
import { showPage, Started } from '../app/page.js';
import { connectHost } from '../app/rpc.js';
import { Console } from './console.js';

const host = connectHost<SqlHost>();

showPage(<Started host={host}>{(start) => <Console host={host} start={start} />}</Started>);
