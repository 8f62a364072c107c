import assert from 'node:assert/strict';
import type { Changed } from '../../src/common/protocol.js';
import { collectChanges } from '../../src/service/changes.js';

describe('changes', () => {
  const next = () => {
    let tell: (changed: Changed) => void = () => undefined;
    const announced: Changed[] = [];
    const changes = collectChanges((changed) => {
      announced.push(changed);
      tell(changed);
    });
    return { changes, announced, told: () => new Promise<Changed>((resolve) => (tell = resolve)) };
  };

  it('are told together, each session once', async () => {
    const { changes, announced, told } = next();
    const first = told();
    changes.sessions(['a', 'b']);
    changes.sessions(['b']);
    changes.tickets();
    changes.settings();
    assert.deepEqual(await first, { sessions: ['a', 'b'], tickets: true, progress: null, settings: true });
    const second = told();
    changes.sessions(['c']);
    assert.deepEqual(await second, { sessions: ['c'], tickets: false, progress: null, settings: false });
    assert.equal(announced.length, 2);
  });

  it('are told at once after a quiet time, and then once in an interval', () => {
    const real = globalThis.setTimeout;
    let time = 1000;
    const delays: number[] = [];
    const announced: Changed[] = [];
    let due: () => void = () => undefined;
    globalThis.setTimeout = ((call: () => void, delay: number) => {
      delays.push(delay);
      due = call;
      return {};
    }) as unknown as typeof setTimeout;
    try {
      const changes = collectChanges(
        (changed) => announced.push(changed),
        () => time,
      );
      changes.sessions(['a']);
      due();
      time += 30;
      changes.sessions(['b']);
      time += 20;
      changes.sessions(['c']);
      time += 50;
      due();
      time += 500;
      changes.sessions(['d']);
      due();
    } finally {
      globalThis.setTimeout = real;
    }
    assert.deepEqual(delays, [0, 70, 0]);
    assert.deepEqual(
      announced.map(({ sessions }) => sessions),
      [['a'], ['b', 'c'], ['d']],
    );
  });

  it('of very many sessions are of all', async () => {
    const { changes, told } = next();
    const first = told();
    changes.sessions(Array.from({ length: 501 }, (_, i) => String(i)));
    changes.sessions(['a']);
    assert.equal((await first).sessions, 'all');
  });

  it('are not told any more when disposed', () => {
    const { changes, announced } = next();
    changes.tickets();
    changes.dispose();
    assert.deepEqual(announced, []);
  });
});
