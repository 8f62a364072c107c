import assert from 'node:assert/strict';
import { statuslineCommand } from '../../src/cli/commands/statusline.js';
import { run, type Terminal } from '../../src/cli/run.js';
import { agentInput } from '../../src/cli/statuslineInput.js';
import type { JoinedStore } from '../../src/service/join.js';

const sums = (totalTokens: number, costUsd: number | null) => ({
  ...{ responses: 1, unknownResponses: 0, approximateResponses: 0, totalTokens, costUsd, estimate: false },
  ...{ webSearchUsd: 0, unpriced: costUsd === null ? { x: 1 } : {} },
  tokens: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: null },
});
const ticket = { key: 'ABC-12', usage: sums(568_000, 0.43) };
const session = { id: 'agent:s1', agent: 'agent', usage: sums(12_000, null) };
const input = JSON.stringify({
  session_id: 's1',
  workspace: { current_dir: '/work/app' },
  model: { display_name: 'Model\u001b[31m 5' },
  cost: { total_cost_usd: 0.5 },
  context_window: {
    context_window_size: 200_000,
    current_usage: { input_tokens: 4000, cache_read_input_tokens: 80_000, output_tokens: 9 },
  },
});

describe('logbook statusline', () => {
  type Api = Record<string, (...args: unknown[]) => unknown>;

  async function statusline(
    args: readonly string[],
    piped: string,
    api: Api | 'broken' | 'endless',
  ): Promise<{ code: number; out: string; error: string; asked: unknown[][] }> {
    const ran = { code: -1, out: '', error: '', asked: [] as unknown[][] };
    const never = new Promise<never>(() => undefined);
    const terminal: Terminal = {
      ...{
        args: ['statusline', ...args],
        env: {},
        folder: '/here',
        home: '/h',
        platform: 'linux',
        version: '1',
      },
      now: () => 0,
      out: (text) => void (ran.out += text),
      error: (text) => void (ran.error += text),
      outputColumns: () => null,
      errorColumns: () => null,
      input: () => Promise.resolve(piped),
      count: () => Promise.reject(new Error('Nothing is counted here')),
      exporter: () => Promise.reject(new Error('Nothing is exported here')),
      questions: () => {
        throw new Error('Nothing is asked here');
      },
      join: () => {
        if (api === 'broken') {
          throw new Error('The disk is full');
        }
        return {
          api: new Proxy(
            {},
            {
              get: (_, method: string) =>
                method === 'then'
                  ? undefined
                  : async (...given: unknown[]) => {
                      ran.asked.push([method, ...given]);
                      return api === 'endless' ? never : await api[method]?.(...given);
                    },
            },
          ),
          onChanged: () => ({ dispose: () => undefined }),
          onTrouble: () => ({ dispose: () => undefined }),
          ready: () => Promise.resolve('owner'),
          close: () => (api === 'endless' ? never : Promise.resolve()),
        } as unknown as JoinedStore;
      },
    };
    ran.code = await run(terminal).exitCode;
    return ran;
  }

  const api: Api = {
    folderStatus: () => ({ ticket, live: session }),
    session: (id) => (id === 's1' ? session : null),
    rateLimits: () => [],
    noteRateLimits: () => undefined,
  };
  const hour = 3_600_000;
  const limit = { agent: 'agent', limit: 'x', window: 'primary', at: 0, usedPercent: 33.6, plan: null };
  const limits = [
    { ...limit, minutes: 10_080, resetsAt: 50 * hour, usedPercent: 12, at: -hour },
    { ...limit, minutes: 300, resetsAt: hour },
    // Ended, and without an end: neither says anything of now.
    { ...limit, minutes: 60, resetsAt: -1 },
    { ...limit, minutes: 120, resetsAt: null },
  ];
  const withLimits = JSON.stringify({
    ...JSON.parse(input),
    rate_limits: {
      five_hour: { used_percentage: 61.2, resets_at: 900 },
      seven_day: { used_percentage: 7, resets_at: 9_000 },
    },
  });

  for (const [what, args, piped, store, line] of [
    ['a prompt', [], '', api, 'ABC-12 568k $0.43 · session 12k no price'],
    ['an agent', [], input, api, 'ABC-12 568k $0.43 · session 12k no price · context 42 %'],
    ['no ticket and no session', [], '', { folderStatus: () => ({ ticket: null, live: null }) }, ''],
    [
      'an unknown session',
      [],
      input,
      { ...api, session: () => null },
      'ABC-12 568k $0.43 · session $0.50 · context 42 %',
    ],
    ['a form of its own', ['--format', '[{key}] {cost} · {model}'], input, api, '[ABC-12] $0.43 · Model 5'],
    ['a store that cannot be opened', [], input, 'broken', 'session $0.50 · context 42 %'],
    ['a store that does not answer', [], input, 'endless', 'session $0.50 · context 42 %'],
    [
      'limits that are stored',
      [],
      '',
      { ...api, rateLimits: () => limits },
      'ABC-12 568k $0.43 · session 12k no price · limits 5 h 34 %, 7 d ≥12 %',
    ],
    ['limits that are piped in', ['--format', '{limits}'], withLimits, api, 'limits 5 h 61 %, 7 d 7 %'],
    ['limits without a store', ['--format', '{limits}'], withLimits, 'broken', 'limits 5 h 61 %, 7 d 7 %'],
    ['what is no JSON', [], '{"session_id":', api, 'ABC-12 568k $0.43 · session 12k no price'],
  ] as const) {
    it(`prints a line for ${what}`, async () => {
      const ran = await statusline(args, piped, store);
      assert.deepEqual(
        { out: ran.out, code: ran.code, error: ran.error },
        { out: `${line}\n`, code: 0, error: '' },
      );
    });
  }

  it('asks for the folder and session that the agent names, and reads nothing anew', async () => {
    const { asked } = await statusline([], input, api);
    assert.deepEqual(asked.map(([method, given]) => [method, given]).slice(0, 2), [
      ['folderStatus', '/work/app'],
      ['session', 's1'],
    ]);
    assert.equal(statuslineCommand.takesIn, false);
  });

  it('prints the same as JSON', async () => {
    const { out } = await statusline(['--json'], input, api);
    assert.deepEqual(JSON.parse(out), {
      ticket: { key: 'ABC-12', total_tokens: 568_000, cost_usd: 0.43 },
      session: { id: 'agent:s1', total_tokens: 12_000, cost_usd: null },
      context_percent: 42,
      rate_limits: [],
    });
  });

  it('lets statistics know what no file tells', async () => {
    const { asked } = await statusline([], withLimits, api);
    const told = asked.find(([method]) => method === 'noteRateLimits')?.[1];
    assert.deepEqual(told, [
      {
        ...{ agent: 'agent', limit: 'subscription', window: 'five_hour', minutes: 300, plan: null },
        ...{ at: 0, usedPercent: 61.2, resetsAt: 900_000 },
      },
      {
        ...{ agent: 'agent', limit: 'subscription', window: 'seven_day', minutes: 10_080, plan: null },
        ...{ at: 0, usedPercent: 7, resetsAt: 9_000_000 },
      },
    ]);
  });

  it('says at once that a name in its form is wrong', async () => {
    const { code, error } = await statusline(['--format', '{tikcet}'], '', api);
    assert.equal(code, 2);
    assert.match(error, /there is no \{tikcet\}/);
  });
});

describe('what an agent pipes in', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '7',
    '"x"',
    '{',
    '{"context_window":{"context_window_size":0,"current_usage":{}}}',
  ]) {
    it(`may be ${JSON.stringify(text)}`, () => {
      const understood = agentInput(text);
      assert.deepEqual(understood ?? { limits: [] }, { limits: [] });
    });
  }

  it('is taken only as far as it fits', () => {
    assert.deepEqual(
      agentInput(
        '{"session_id":5,"cwd":"/a","model":"x","cost":{"total_cost_usd":-1},"context_window":{"used_percentage":7.5},"__proto__":{"session_id":"s"}}',
      ),
      { folder: '/a', contextPercent: 7.5, limits: [] },
    );
  });
});
