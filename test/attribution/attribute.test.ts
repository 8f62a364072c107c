import assert from 'node:assert/strict';
import {
  intervalsFor,
  ticketOf,
  type ResponsePlace,
  type TicketAssignment,
  type TicketInterval,
} from '../../src/attribution/attribute.js';
import { pathRules } from '../../src/common/paths.js';

const linux = pathRules('linux');
const main: ResponsePlace = { cwd: '/r/src', repository: '/r', worktree: '/r' };
const linked: ResponsePlace = { cwd: '/wt/a', repository: '/r', worktree: '/wt/a' };
const elsewhere: ResponsePlace = { cwd: '/other', repository: '/other', worktree: '/other' };

let lastId = 0;
const interval = (key: string, worktree: string, startedAt: number, finishedAt: number | null = null) =>
  ({ id: ++lastId, key, repository: '/r', worktree, startedAt, finishedAt }) satisfies TicketInterval;

describe('The ticket of a response', () => {
  const cases: {
    name: string;
    place?: ResponsePlace;
    at?: number | null;
    branch?: string;
    assigned?: TicketAssignment[];
    intervals?: TicketInterval[];
    key: string | null;
  }[] = [
    { name: 'is none by itself', key: null },
    { name: 'is that of the branch', branch: 'B-1', key: 'B-1' },
    {
      name: 'is the one started there, before the branch',
      branch: 'B-1',
      intervals: [interval('T-1', '/r', 5)],
      key: 'T-1',
    },
    { name: 'is not one that starts later', at: 4, intervals: [interval('T-1', '/r', 5)], key: null },
    {
      name: 'is the one that starts at that moment',
      at: 5,
      intervals: [interval('T-1', '/r', 5)],
      key: 'T-1',
    },
    {
      name: 'is not one that was finished at that moment',
      at: 9,
      intervals: [interval('T-1', '/r', 5, 9)],
      key: null,
    },
    {
      name: 'is that of the second interval of two in a row',
      at: 9,
      intervals: [interval('T-1', '/r', 5, 9), interval('T-2', '/r', 9)],
      key: 'T-2',
    },
    {
      name: 'is the one that started last where two overlap',
      at: 8,
      intervals: [interval('T-2', '/r', 7), interval('T-1', '/r', 5, 9)],
      key: 'T-2',
    },
    { name: 'is that of another worktree', intervals: [interval('T-1', '/wt/a', 5)], key: 'T-1' },
    {
      name: 'is that of the main worktree, seen from a linked one',
      place: linked,
      intervals: [interval('T-1', '/r', 5)],
      key: 'T-1',
    },
    {
      name: 'is not that of another worktree when its branch names one',
      branch: 'B-1',
      intervals: [interval('T-1', '/wt/a', 5)],
      key: 'B-1',
    },
    {
      name: 'is its own before that of another worktree',
      intervals: [interval('T-2', '/wt/a', 6), interval('T-1', '/r', 5)],
      key: 'T-1',
    },
    {
      name: 'is not that of another repository',
      place: elsewhere,
      intervals: [interval('T-1', '/r', 5)],
      key: null,
    },
    {
      name: 'is assigned by hand before all else',
      branch: 'B-1',
      assigned: [{ key: 'H-1', from: null, to: null }],
      intervals: [interval('T-1', '/r', 5)],
      key: 'H-1',
    },
    {
      name: 'is assigned from a moment on',
      at: 7,
      assigned: [{ key: 'H-1', from: 7, to: 9 }],
      key: 'H-1',
    },
    {
      name: 'is not assigned at the end of a range',
      at: 9,
      assigned: [{ key: 'H-1', from: 7, to: 9 }],
      key: null,
    },
    {
      name: 'is the first of what was assigned',
      at: 8,
      assigned: [
        { key: 'H-2', from: 7, to: 9 },
        { key: 'H-1', from: null, to: null },
      ],
      key: 'H-2',
    },
    {
      name: 'is that of the branch when it has no time',
      at: null,
      branch: 'B-1',
      intervals: [interval('T-1', '/r', 5)],
      key: 'B-1',
    },
    {
      name: 'is assigned without a time only with the whole session',
      at: null,
      assigned: [
        { key: 'H-2', from: 7, to: null },
        { key: 'H-1', from: null, to: null },
      ],
      key: 'H-1',
    },
    {
      name: 'is that of the worktree its folder was in, when the folder is gone',
      place: { cwd: '/wt/a/src', repository: null, worktree: null },
      intervals: [interval('T-1', '/wt/a', 5)],
      key: 'T-1',
    },
    {
      name: 'is not that of the repository around a worktree of its own',
      place: { cwd: '/r/sub', repository: '/r/sub', worktree: '/r/sub' },
      intervals: [interval('T-1', '/r', 5)],
      key: null,
    },
    {
      name: 'is that of a plain folder around it',
      place: { cwd: '/r/sub', repository: '/r/sub', worktree: '/r/sub' },
      intervals: [{ ...interval('T-1', '/r', 5), repository: null }],
      key: 'T-1',
    },
    {
      name: 'is its own before that of a plain folder around it that was started later',
      place: { cwd: '/p/r/src', repository: '/p/r', worktree: '/p/r' },
      intervals: [
        { ...interval('T-1', '/p', 6), repository: null },
        { ...interval('T-2', '/p/r', 5), repository: '/p/r' },
      ],
      key: 'T-2',
    },
  ];
  for (const { name, place = main, at = 8, branch = null, assigned = [], intervals = [], key } of cases) {
    it(name, () => assert.equal(ticketOf(at, branch, assigned, intervalsFor(place, intervals, linux)), key));
  }

  it('compares folders by the rules of the system', () => {
    const place = { cwd: 'c:\\Repo\\src', repository: 'C:\\repo', worktree: 'C:\\repo' };
    const started = { ...interval('T-1', 'c:/REPO', 5), repository: 'C:\\Repo' };
    assert.equal(ticketOf(8, null, [], intervalsFor(place, [started], pathRules('win32'))), 'T-1');
  });
});
