import './vscodeStub.js';
import assert from 'node:assert/strict';
import type { FolderStatus } from '../../src/common/protocol.js';
import { doctorText } from '../../src/ui/doctorText.js';
import { contextLevel, contextText, statusText } from '../../src/ui/statusText.js';
import {
  costText,
  groupDescription,
  groupLabel,
  sessionDescription,
  sessionLabel,
  spoken,
  subAgentLabel,
  ticketDescription,
  ticketRowDescription,
  usageRows,
  usageText,
} from '../../src/ui/views/describe.js';
import { hostile, session, ticketReport, usage } from './usage.js';

const now = 60_000 + 5 * 60_000;

describe('words of the trees', () => {
  const cases: [string, string][] = [
    [sessionDescription(session(), now), '$0.42 · 5 min · 12k'],
    [
      sessionDescription(
        session({ state: 'active', running: { tool: 'Bash', input: 'npm\ntest', since: 0 }, endedAt: now }),
        now,
      ),
      'now: running Bash npm test · $0.42 · now · 12k',
    ],
    [sessionDescription(session({ state: 'waiting' }), now), 'waits for you · $0.42 · 5 min · 12k'],
    [sessionLabel(session({ title: ' \n ' })), 'Untitled session'],
    [usageText(usage({ responses: 0, totalTokens: 0, costUsd: 0 })), ''],
    [usageText(usage({ costUsd: null })), '12k · no price'],
    [usageText(usage({ unpriced: { x: 5 } })), '12k · $0.42+'],
    [usageText(usage({ estimate: true })), '12k · ~$0.42'],
    [
      costText(usage({ estimate: true })),
      '$0.42 (estimate: standard price for another tier, or of approximate figures)',
    ],
    [groupLabel('ticket', { key: null, label: '', sessions: 1, usage: usage(), lastAt: 0 }), 'No ticket'],
    [
      groupLabel('day', { key: '2026-01-02', label: '', sessions: 1, usage: usage(), lastAt: 0 }),
      '2026-01-02',
    ],
    [
      groupDescription({ key: 'A', label: 'A', sessions: 1, usage: usage(), lastAt: 0 }),
      '$0.42 · 12k · 1 session',
    ],
    [
      groupDescription({ key: 'A', label: 'A', sessions: 7, usage: usage(), lastAt: 0 }),
      '$0.42 · 12k · 7 sessions',
    ],
    [ticketDescription(ticketReport(), Date.UTC(2026, 0, 2, 8, 4)), 'Login · finished · $0.42 · 3 h · 12k'],
    [ticketRowDescription(ticketReport(), Date.UTC(2026, 0, 2, 8, 4)), '$0.42 · 3 h · 12k · Login'],
    [
      ticketDescription(ticketReport({ state: 'seen', title: null, startedAt: null, finishedAt: null }), 0),
      'not started · $0.42 · 12k',
    ],
    [spoken('a', '', undefined, 'b · c'), 'a, b, c'],
    [
      subAgentLabel({
        thread: 't',
        agentType: 'Explore',
        description: null,
        callId: null,
        startedAt: null,
        endedAt: null,
        messages: 1,
        internal: false,
        usage: usage(),
      }),
      'Explore',
    ],
  ];
  for (const [actual, expected] of cases) {
    it(`say “${expected}”`, () => assert.equal(actual, expected));
  }

  it('are one plain line whatever the session holds', () => {
    const evil = session({ title: hostile, running: { tool: hostile, input: hostile, since: 0 } });
    for (const text of [sessionLabel(evil), sessionDescription(evil, now)]) {
      // eslint-disable-next-line no-control-regex -- the point of the test.
      assert.doesNotMatch(text, /[\u0000-\u001f\u202e]/);
      assert.ok(text.length < 260);
    }
  });

  it('name each model without a price', () => {
    assert.deepEqual(usageRows(usage({ unpriced: { 'new-model': 500 } })).at(-1), [
      'No price',
      'new-model (500)',
    ]);
  });
});

describe('the status bar', () => {
  const status: FolderStatus = {
    repository: '/r',
    worktree: '/r',
    branch: 'main',
    proposedKey: null,
    ticket: null,
    live: null,
    context: null,
    untracked: null,
  };
  const cases: [FolderStatus, string][] = [
    [status, '$(book) Logbook'],
    [{ ...status, live: session({ state: 'active' }) }, '$(play-circle) No ticket'],
    [{ ...status, ticket: ticketReport({ state: 'seen' }) }, '$(book) WEB-42  12k · $0.42'],
    [{ ...status, ticket: ticketReport({ state: 'open' }) }, '$(record) WEB-42  12k · $0.42'],
    [
      { ...status, ticket: ticketReport({ key: '$(alert)' }), live: session({ state: 'waiting' }) },
      '$(bell-dot) \\$(alert)  12k · $0.42',
    ],
  ];
  for (const [value, expected] of cases) {
    it(`says “${expected}”`, () => assert.equal(statusText(value), expected));
  }
});

describe("the doctor's text", () => {
  const told = (report: object) =>
    JSON.parse(doctorText(report as Parameters<typeof doctorText>[0], '/home/ada')) as unknown;

  it('does not name the home folder', () => {
    assert.deepEqual(told({ storage: '/home/ada/x', setAside: ['/home/ada/y'], agents: [] }), {
      ...{ storage: '~/x', setAside: ['~/y'], agents: [] },
    });
  });

  it('names the places where an agent is, and how many others there are', () => {
    const root = (path: string, exists: boolean) => ({ path, exists, problem: null });
    const agents = [{ id: 'a', roots: [root('/home/ada/.a', true), root('/b', false), root('/c', false)] }];
    assert.deepEqual(told({ agents }), {
      agents: [{ id: 'a', roots: [root('~/.a', true)], placesThatAreNotThere: 2 }],
    });
  });
});

describe('the context in the status bar', () => {
  for (const [tokens, window, text, level] of [
    [124_000, 200_000, '124k / 200k (62 %)', 'high'],
    [119_999, 200_000, '120k / 200k (59 %)', 'low'],
    [170_000, 200_000, '170k / 200k (85 %)', 'full'],
    [170_000, null, '170k / ?', 'low'],
  ] as const) {
    it(text, () => {
      assert.equal(contextText({ tokens, window, model: null }), text);
      assert.equal(contextLevel({ tokens, window, model: null }), level);
    });
  }
});
