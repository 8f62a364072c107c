// Runs test/host/*.test.ts with mocha inside the extension host of a real VS Code: `npm run test:host`.
//
//   HOST_TEST_TIMEOUT=ms   give up after this time; a host that crashed never reports
//   DEBUG_VSCODE=1         print the logs of the server, the workbench and the host
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHostTests } from './bundleHostTests.mjs';
import { root } from './install.mjs';
import { quietSettings, startBrowser, startServer } from './launch.mjs';
import { reportNetwork, traceNetwork } from './network.mjs';
import { makeWorkspace } from './workspace.mjs';

const out = join(root, 'out/host');
const shots = join(root, 'out/screenshots');
const resultFile = join(out, 'results.json');
const networkFile = join(out, 'network.jsonl');
const timeoutMs = Number(process.env.HOST_TEST_TIMEOUT ?? 180_000);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
mkdirSync(shots, { recursive: true });
await bundleHostTests(out);

const workspace = makeWorkspace();
traceNetwork(networkFile);
const server = await startServer({
  tests: true,
  home: workspace.home,
  settings: quietSettings,
  env: {
    HOST_TEST_RESULTS: resultFile,
    HOST_TEST_WORKSPACE: JSON.stringify({ ...workspace, remove: undefined, nextLine: undefined }),
  },
});
const { browser, context } = await startBrowser({ permissions: ['clipboard-read', 'clipboard-write'] });
const log = [];
let code = 1;
try {
  code = await runInPage(await context.newPage());
} finally {
  await browser.close();
  await server.close();
  workspace.remove();
}
process.exitCode = report();

async function runInPage(page) {
  const exit = Promise.withResolvers?.() ?? deferred();
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const line = `${type}: ${args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')}`;
    log.push(line);
    if (process.env.DEBUG_VSCODE) {
      console.log(line);
    }
  });
  await page.exposeFunction('codeAutomationExit', exit.resolve);
  page.on('crash', () => exit.reject(new Error('The page crashed.')));
  const timer = setTimeout(
    () => exit.reject(new Error(`The host did not report within ${timeoutMs} ms.`)),
    timeoutMs,
  );
  await page.goto(
    server.url(workspace.repository, [
      ['extensionDevelopmentPath', server.remote(root)],
      ['extensionTestsPath', server.remote(join(out, 'index.js'))],
      ['skipWelcome', 'true'],
    ]),
    { waitUntil: 'commit' },
  );
  try {
    return await exit.promise;
  } catch (error) {
    console.error(String(error));
    await page.screenshot({ path: join(shots, 'host-failed.png') });
    return 1;
  } finally {
    clearTimeout(timer);
  }
}

function report() {
  const { results, stats } = existsSync(resultFile)
    ? JSON.parse(readFileSync(resultFile, 'utf8'))
    : { results: [], stats: { passes: 0, failures: 1 } };
  for (const test of results) {
    console.log(
      `  ${test.state === 'passed' ? '✔' : '✘'} ${test.title}${test.stack ? `\n${test.stack}` : ''}`,
    );
  }
  const network = reportNetwork(networkFile);
  const passed = stats.passes + (network.ok ? 1 : 0);
  const failed = stats.failures + (network.ok ? 0 : 1);
  if (code !== 0 || failed) {
    console.error(
      `--- last lines of the host ---\n${log.slice(-40).join('\n')}\n--- server ---\n${server.log().slice(-3000)}`,
    );
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed || code !== 0 || stats.passes === 0 ? 1 : 0;
}

/** Node 20 has no Promise.withResolvers. */
function deferred() {
  let resolve, reject;
  const promise = new Promise((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { promise, resolve, reject };
}
