import assert from 'node:assert/strict';
import { whatLeaks, type Held } from './leaks/openAndClose.mjs';
import { growth } from './leaks/snapshot.mjs';

/** The endurance part itself runs in VS Code (test/ui/leaks.ui.mjs); here is whether it could fail. */
describe('a leak', () => {
  const held: Held = {
    host: { memory: 60e6, resources: { PipeWrap: 10 } },
    store: { memory: 40e6, resources: { MessagePort: 2 } },
    descriptors: 50,
    page: { memory: 50e6, nodes: 900, documents: 6, frames: 5, listeners: 1600 },
  };
  const objects = (counts: Record<string, number>) => ({ objects: new Map(Object.entries(counts)) });

  it('is no difference of a tenth, nor a thread that has ended', () => {
    const after: Held = { ...held, host: { memory: 65e6, resources: { PipeWrap: 11 } }, descriptors: 52 };
    delete after.store;
    assert.deepEqual(whatLeaks({ before: held, after, grown: {} }), []);
  });

  for (const [what, after, said] of [
    ['memory', { ...held, host: { ...held.host, memory: 70e6 } }, /host memory: 60000000 before, 70000000/],
    [
      'a handle of another kind',
      { ...held, store: { memory: 40e6, resources: { MessagePort: 2, FSEventWrap: 20 } } },
      /store resources FSEventWrap: 0 before, 20/,
    ],
    ['listeners', { ...held, page: { ...held.page, listeners: 2000 } }, /page listeners: 1600 before, 2000/],
  ] as const) {
    it(`is more of ${what}`, () => {
      const found = whatLeaks({ before: held, after, grown: {} });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', said);
    });
  }

  it('is an object in each round, beyond what panels of nobody leave', () => {
    const grown = growth(
      {
        start: objects({ 'object Panel': 5, 'object Other': 1, 'object Object': 100 }),
        before: objects({ 'object Panel': 5, 'object Other': 21, 'object Object': 100 }),
        after: objects({ 'object Panel': 15, 'object Other': 41, 'object Object': 120 }),
      },
      20,
    );
    assert.deepEqual(grown, { 'object Panel': 0.5 });
    assert.match(whatLeaks({ before: held, after: held, grown })[0] ?? '', /leaves 0.5 of "object Panel"/);
  });
});
