// Opens and closes a replay and the statistics, and builds the tree anew, many times in a real VS Code, and tells what of it is
// still held afterwards: memory of each thread and of the page, handles, listeners, objects. Linux x64.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../vscode/install.mjs';
import { quietSettings, startServer } from '../../vscode/launch.mjs';
import { makeWorkspace } from '../../vscode/workspace.mjs';
import { growth, readSnapshot } from './snapshot.mjs';

const own = (name) => join(import.meta.dirname, name);

/**
 * @param options.rounds  how often between two looks both panels are opened and closed, and then the tree is built anew
 * @param options.warmUp  how often before the first look
 * @returns `{ before, after, grown }`: what the first look and the last found, and how many objects of which kind each round of
 *   the panels left, beyond those that panels of nobody's leave behind in VS Code. The tree is left out of that: VS Code keeps
 *   an object for each item that a tree ever showed.
 */
export async function openAndClose({ browser, rounds, warmUp, say = () => undefined }) {
  const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
  const workspace = makeWorkspace();
  const host = await listen(join(folder, 'host.sock'));
  let server = null;
  try {
    server = await startServer({
      tests: true,
      home: workspace.home,
      settings: { ...quietSettings, 'agentLogbook.tickets.askToTrack': false },
      preload: [own('probe.cjs')],
      env: { LEAKS_SOCKET: host.path },
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.exposeFunction('codeAutomationExit', () => undefined);
    await page.goto(
      server.url(workspace.repository, [
        ['extensionDevelopmentPath', server.remote(root)],
        ['extensionTestsPath', server.remote(own('host.cjs'))],
        ['skipWelcome', 'true'],
      ]),
      { waitUntil: 'commit' },
    );
    const ask = await host.connected();
    const look = async (name) => {
      const snapshot = join(folder, `${name}.heapsnapshot`);
      const held = await ask('held', { snapshot });
      return { ...held, page: await pageHolds(context, page), objects: readSnapshot(snapshot) };
    };
    const inSteps = async (action) => {
      for (let done = 0; done < rounds; done += 20) {
        await ask(action, { times: Math.min(20, rounds - done) });
        say(`${action}: ${Math.min(rounds, done + 20)} of ${rounds}`);
      }
    };
    for (const action of ['panels', 'trees', 'others']) {
      await ask(action, { times: warmUp });
    }
    const start = await look('start');
    await inSteps('others');
    const before = await look('before');
    await inSteps('panels');
    const between = await look('between');
    await inSteps('trees');
    const after = await look('after');
    const grown = growth({ start, before, after: between }, rounds);
    await context.close();
    return { before: without(before), after: without(after), grown };
  } finally {
    host.close();
    await server?.close();
    workspace.remove();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function without(held) {
  return Object.fromEntries(Object.entries(held).filter(([name]) => name !== 'objects'));
}

/** The page with all its frames, when everything is collected that can be. */
async function pageHolds(context, page) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  for (let i = 0; i < 3; i++) {
    await session.send('HeapProfiler.collectGarbage');
  }
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    memory: of('JSHeapUsedSize'),
    nodes: of('Nodes'),
    documents: of('Documents'),
    frames: of('Frames'),
    listeners: of('JSEventListeners'),
  };
}

/** Waits for the extension host, which does one thing after another and answers. */
async function listen(path) {
  let connected;
  const connection = new Promise((resolve) => (connected = resolve));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const waiting = [];
    createInterface({ input: socket }).on('line', (line) => waiting.shift()(JSON.parse(line)));
    connected({
      socket,
      async ask(action, options) {
        const answer = new Promise((resolve) => waiting.push(resolve));
        socket.write(`${JSON.stringify({ action, ...options })}\n`);
        const { value, error } = await answer;
        if (error !== undefined) {
          throw new Error(error);
        }
        return value;
      },
    });
  });
  await new Promise((resolve) => server.listen(path, resolve));
  let open = null;
  return {
    path,
    async connected() {
      const late = new Promise((_, reject) => {
        setTimeout(() => reject(new Error('The extension host did not come within 90 s')), 90_000).unref();
      });
      open = await Promise.race([connection, late]);
      return open.ask;
    },
    close() {
      open?.socket.destroy();
      server.close();
    },
  };
}

/** What has become more than it may, as sentences; none: nothing leaks. A tenth is allowed, and one more of what is counted. */
export function whatLeaks({ before, after, grown }) {
  const sentences = Object.entries(grown).map(([name, each]) => `Each round leaves ${each} of "${name}"`);
  const compare = (path, first, last) => {
    if (typeof first === 'object') {
      // An idle thread of ours may have ended, or come back; a kind of handle may be new.
      for (const key of new Set([...Object.keys(first), ...(path === '' ? [] : Object.keys(last))])) {
        if (path !== '' || (last[key] !== undefined && first[key] !== undefined)) {
          compare(`${path} ${key}`, first[key] ?? 0, last[key] ?? 0);
        }
      }
    } else if (last > first * 1.1 && last > first + 1) {
      sentences.push(`There is more of${path}: ${first} before, ${last} after`);
    }
  };
  compare('', before, after);
  return sentences;
}
