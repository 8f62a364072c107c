import { homedir } from 'node:os';
import { join } from 'node:path';
import { version } from '../package.json';
import { main } from './cli/main.js';

main({
  version,
  home: homedir(),
  wasmPath: join(__dirname, 'sql-wasm.wasm'),
  parseWorker: join(__dirname, 'worker.js'),
  queryWorker: join(__dirname, 'queryWorker.js'),
  player: join(__dirname, 'webview'),
});
