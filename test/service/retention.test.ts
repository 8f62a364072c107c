import assert from 'node:assert/strict';
import { defaultSettings, type Settings } from '../../src/common/settings.js';
import { createRetention } from '../../src/service/retention.js';

const dayMs = 86_400_000;

/** Node's timers, driven by hand. */
function handTimers() {
  const real = { setTimeout, setInterval, clearTimeout, clearInterval };
  const waiting = new Map<object, { run: () => void; ms: number }>();
  const set = (run: () => void, ms: number) => {
    const timer = { unref: () => timer };
    waiting.set(timer, { run, ms });
    return timer;
  };
  const clear = (timer: object) => void waiting.delete(timer);
  Object.assign(globalThis, { setTimeout: set, setInterval: set, clearTimeout: clear, clearInterval: clear });
  return {
    delays: () => [...waiting.values()].map(({ ms }) => ms),
    /** Runs what waits for so long at most. */
    run: (ms: number) => [...waiting.values()].filter((timer) => timer.ms <= ms).forEach(({ run }) => run()),
    restore: () => void Object.assign(globalThis, real),
  };
}

describe('old sessions', () => {
  const asked: [at: number, keepMarked: boolean][] = [];
  const forgotten: string[] = [];
  let settings: Settings = defaultSettings;
  let timers: ReturnType<typeof handTimers>;
  const start = (watch = true) =>
    createRetention({
      ...{ settings: () => settings, watch },
      log: { info: () => undefined, warn: () => undefined, error: (text) => assert.fail(text) },
      sessionsBefore: (at, keepMarked) => {
        asked.push([at, keepMarked]);
        return Promise.resolve(['agent:old']);
      },
      forget: (ids) => {
        forgotten.push(...ids);
        return Promise.resolve(ids);
      },
    });

  beforeEach(() => {
    asked.length = 0;
    forgotten.length = 0;
    settings = defaultSettings;
    timers = handTimers();
  });
  afterEach(() => timers.restore());

  it('are kept unless the user says for how long', async () => {
    start();
    timers.run(dayMs);
    await Promise.resolve();
    assert.deepEqual(asked, []);
  });

  it('are forgotten some time after the setting was made, and every quarter of a day', async () => {
    const retention = start();
    settings = { ...defaultSettings, forgetAfterDays: 30, keepMarked: false };
    retention.changed();
    assert.deepEqual(
      timers.delays().sort((a, b) => a - b),
      [600_000, dayMs / 4],
    );
    timers.run(600_000);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(forgotten, ['agent:old']);
    const [[at, keepMarked] = [0, true]] = asked;
    assert(Math.abs(Date.now() - 30 * dayMs - at) < 60_000);
    assert.equal(keepMarked, false);
    retention.dispose();
    assert.deepEqual(timers.delays(), []);
  });

  it('are not forgotten by a command, nor while recording is paused', async () => {
    settings = { ...defaultSettings, forgetAfterDays: 30 };
    start(false);
    timers.run(dayMs);
    settings = { ...settings, paused: true };
    start();
    timers.run(dayMs);
    await Promise.resolve();
    assert.deepEqual(asked, []);
  });
});
