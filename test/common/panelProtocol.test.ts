import assert from 'node:assert/strict';
import { panelCallLimit } from '../../src/common/panelProtocol.js';
import { connect, serve, type Port } from '../../src/common/rpc.js';

/** Two ends of one channel. */
function channel(): [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [
    new Set(),
    new Set(),
  ];
  const end = (own: 0 | 1): Port => ({
    post: (message) => listeners[own === 0 ? 1 : 0].forEach((listener) => listener(message)),
    onMessage(listener) {
      listeners[own].add(listener);
      return { dispose: () => void listeners[own].delete(listener) };
    },
  });
  return [end(0), end(1)];
}

describe('calls of a webview', () => {
  it('wait as long as a person takes to choose or confirm', () => {
    for (const method of ['openSessions', 'openLink', 'openFile']) {
      assert.equal(panelCallLimit(method), 0, method);
    }
  });

  it('are given up when nobody has to be asked and no answer comes', () => {
    for (const method of ['start', 'usage', 'outline', 'copy']) {
      assert.equal(panelCallLimit(method), 30_000, method);
    }
  });

  it('are limited by method', async () => {
    const [page, host] = channel();
    let choose: (value: boolean) => void = () => undefined;
    serve(host, {
      openSessions: () => new Promise<boolean>((resolve) => (choose = resolve)),
      usage: () => new Promise(() => undefined),
    });
    const { api } = connect<{ openSessions(): boolean; usage(): void }>(page, (method) =>
      panelCallLimit(method) === 0 ? 0 : 1,
    );
    const chosen = api.openSessions();
    await assert.rejects(api.usage(), { reason: 'timeout' });
    choose(true);
    assert.equal(await chosen, true);
  });
});
