import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { Emitter } from '../../src/common/event.js';
import { connect, serve, type Port } from '../../src/common/rpc.js';

interface Made {
  plain(): string;
  endless(): unknown;
  slow(): Promise<string>;
}

/** Two ends of a channel that takes plain JSON only, and nothing once it is closed. */
function channel(): { here: Port; there: Port; close(): void } {
  const [one, two] = [new Emitter<unknown>(), new Emitter<unknown>()];
  let open = true;
  const end = (own: Emitter<unknown>, other: Emitter<unknown>): Port => ({
    post(message) {
      if (!open) {
        throw new Error('Webview is disposed');
      }
      const text = JSON.stringify(message);
      setImmediate(() => other.fire(JSON.parse(text)));
    },
    onMessage: own.event,
  });
  return { here: end(one, two), there: end(two, one), close: () => (open = false) };
}

describe('A call', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  let before: NodeJS.UnhandledRejectionListener[];

  beforeEach(() => {
    before = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
    unhandled.length = 0;
  });
  afterEach(() => {
    process.removeAllListeners('unhandledRejection');
    before.forEach((listener) => process.on('unhandledRejection', listener));
  });

  function api(release: Promise<void>): Made {
    const endless: { self?: unknown } = {};
    endless.self = endless;
    return { plain: () => 'fine', endless: () => endless, slow: () => release.then(() => 'late') };
  }

  it('whose answer cannot be posted fails, and those after it do not', async () => {
    const { here, there } = channel();
    serve(there, api(Promise.resolve()));
    const { api: remote, dispose } = connect<Made>(here);
    await assert.rejects(remote.endless(), /answer could not be sent.*circular/is);
    assert.equal(await remote.plain(), 'fine');
    await turn();
    assert.deepEqual(unhandled, []);
    dispose();
  });

  for (const how of ['is disposed', 'is closed'] as const) {
    it(`is answered by nobody once its server ${how}`, async () => {
      const { here, there, close } = channel();
      let release = () => {};
      const served = serve(there, api(new Promise((resolve) => (release = resolve))));
      const { api: remote, dispose } = connect<Made>(here);
      const waiting = assert.rejects(remote.slow(), /Disconnected/);
      await turn();
      await turn();
      close();
      if (how === 'is disposed') {
        served.dispose();
      }
      release();
      for (let i = 0; i < 5; i++) {
        await turn();
      }
      assert.deepEqual(unhandled, []);
      dispose();
      await waiting;
    });
  }

  it('that cannot be posted fails at once', async () => {
    const { here, close } = channel();
    const { api: remote, dispose } = connect<Made>(here);
    close();
    await assert.rejects(remote.plain(), /disposed/);
    dispose();
  });
});
