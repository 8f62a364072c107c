import type { batch } from './storeFixture.js';

/** Rows that tests write as they are, or with changes. */
export const prompt = { type: 'message', session: 's', role: 'user', kind: 'prompt' } as const;
export const call = {
  type: 'message',
  session: 's',
  uid: 'u',
  at: 1000,
  role: 'assistant',
  kind: 'tool',
  body: '{"a":1}',
  tool: { callId: 'c', name: 'Bash', category: 'run' },
} as const;
export const result = {
  type: 'tool_result',
  session: 's',
  callId: 'c',
  at: 3000,
  body: 'done',
  isError: true,
  exitCode: 2,
  durationMs: 1500,
} as const;
export const response = {
  type: 'usage',
  session: 's',
  key: 'r',
  group: 'r',
  rank: 0,
  preference: 0,
  at: 1000,
  isCopy: false,
  model: 'm',
  tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null },
} as const;

export type Rows = Parameters<typeof batch>[0];
