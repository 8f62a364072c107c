import assert from 'node:assert/strict';
import { openTestStore, type TestStore } from './testStore.js';

describe('the context of a session', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.close());

  it('is all input of its last response, but not of a sub-agent', () => {
    const session = store.session({ id: 's' });
    const model = 'claude-haiku-4-5';
    assert.equal(store.reader.contextOf('acme:s'), null);
    store.response({ session, at: 1000, model, input: 5, output: 9 });
    store.response({
      session,
      at: 2000,
      model,
      input: 10,
      cacheRead: 120_000,
      cacheWrite5m: 4000,
      output: 77,
    });
    store.response({ session, at: 3000, model, input: 9, thread: store.thread(session, 't') });
    store.response({ session, at: 4000, model, hasUsage: false });
    assert.deepEqual(store.reader.contextOf('acme:s'), { tokens: 124_010, model, window: 200_000 });
  });

  it('has an unknown size where the list names none, or more is in it', () => {
    const session = store.session({ id: 's' });
    store.response({ session, at: 1000, model: 'mystery-1', input: 5 });
    assert.deepEqual(store.reader.contextOf('acme:s'), { tokens: 5, model: 'mystery-1', window: null });
    store.response({ session, at: 2000, model: 'claude-haiku-4-5', input: 300_000 });
    assert.equal(store.reader.contextOf('acme:s')?.window, null);
  });
});
