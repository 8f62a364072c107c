// Questions that the views ask, on a full store.
import { spread } from './table.mjs';

const rounds = 20;

export async function measureQueries({ note }, store) {
  const [all] = await store.ask('groups', 'none', {}, 'UTC');
  const sessions = await store.ask('sessions', {}, { limit: 1000 });
  const largest = sessions.reduce((a, b) => ((b.messages ?? 0) > (a.messages ?? 0) ? b : a));
  const messages = sessions.reduce((sum, { messages = 0 }) => sum + messages, 0);
  const call = spread(await times(() => store.ask('progress'))).p95;
  // Each time from another moment on, of the last century: an answer that is kept would measure nothing.
  const ask = async (name, target, question) => {
    const { p50, p95, max } = spread(await times((round) => store.ask(...question(round))));
    const remark = `p50 ${p50.toFixed(1)}, max ${max.toFixed(1)}, n ${rounds}`;
    note(`${name}, p95`, p95, 'ms', { floor: call, of: 'empty call', target, remark });
  };
  note('messages in the store', messages, '', { remark: `${all?.sessions ?? sessions.length} sessions` });
  for (const by of ['ticket', 'branch', 'project', 'agent', 'day']) {
    await ask(`tree: groups by ${by}`, '100', (since) => ['groups', by, { since }, 'UTC']);
  }
  await ask('tree: first 100 sessions', '100', (since) => ['sessions', { since }, { limit: 100 }]);
  for (const by of ['day', 'model', 'agent', 'project', 'branch']) {
    await ask(`statistics by ${by}`, '300', (since) => ['usage', { by, utc: true, since }]);
  }
  await ask('statistics by ticket', '500', (since) => ['usage', { by: 'ticket', utc: true, since }]);
  await ask(`replay: outline of ${largest.messages} messages`, '400', () => [
    'outline',
    largest.id,
    0,
    10_000,
  ]);
}

async function times(call) {
  const result = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await call(i + 1);
    result.push(performance.now() - start);
  }
  return result;
}
