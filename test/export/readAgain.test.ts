import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { ExportFormatId, ExportSelection } from '../../src/common/export.js';
import type { UsageReport } from '../../src/common/usageReport.js';
import { sessions } from './sessions.js';
import { openWorld, type World } from './world.js';

const replaced = { rules: [], secrets: [] };
const none = null;
/** Of agents whose responses are in groups of which some count, and in copies. */
const ofAgents = [
  ['claude', '.claude/projects/-work-site', ['progress', 'inline-sub-agents', 'fork']],
] as const;

describe('an export that is read again', function () {
  this.timeout(60_000);
  let world: World;
  before(async () => {
    world = await openWorld();
    for (const [name, lines] of Object.entries(sessions)) {
      await world.read(name, lines);
    }
    for (const [agent, place, names] of ofAgents) {
      const folder = join(world.folder, 'home', place);
      mkdirSync(folder, { recursive: true });
      for (const name of names) {
        cpSync(join(__dirname, '../importers', agent, `${name}.jsonl`), join(folder, `${name}.jsonl`));
      }
    }
    await world.api.rescan();
    assert.ok((await world.api.sessions({ agents: ['claude'] }, { limit: 10 })).length > 1);
    await mark(world);
  });
  after(() => world.close());

  for (const format of ['json', 'ndjson'] as const) {
    it(`changes nothing in its own logbook, as ${format}`, async () => {
      const before = await told(world);
      const file = await write(world, format, `own.${format === 'json' ? 'json' : 'jsonl'}`, replaced);
      const { files } = await world.api.importFiles([file]);
      assert.equal(files[0]?.problem, null);
      assert.deepEqual(files[0]?.already.toSorted(), before.sessions.map(({ id }) => id).toSorted());
      assert.deepEqual(await told(world), before);
    });

    it(`counts once in another logbook, as ${format}, and is the same there`, async () => {
      const extension = format === 'json' ? 'json' : 'jsonl';
      const file = await write(world, format, `moved.${extension}`, none);
      const other = await openWorld();
      try {
        const { files } = await other.api.importFiles([file]);
        assert.deepEqual(files[0]?.already, []);
        const first = await told(other);
        assert.deepEqual(first, await told(world));
        const again = await write(world, format, `again.${extension}`, none);
        assert.deepEqual(
          (await other.api.importFiles([again])).files[0]?.already.toSorted(),
          first.sessions.map(({ id }) => id).toSorted(),
        );
        assert.deepEqual(await told(other), first);
        // And on from there.
        const onward = await write(other, 'json', 'onward.json', none);
        const document = (path: string) =>
          (JSON.parse(readFileSync(path, 'utf8')) as { records: object[] }).records;
        const origin = await write(world, 'json', 'origin.json', none);
        const sorted = (path: string) =>
          document(path)
            .map((record) => JSON.stringify(record))
            .toSorted();
        assert.deepEqual(sorted(onward), sorted(origin));
        assert.deepEqual((await other.api.doctor(false)).problems, []);
      } finally {
        await other.close();
      }
    });
  }

  it('is refused in its own logbook where its form has less than is stored', async () => {
    const folder = await write(world, 'prompt-flow', 'prompt-flow', replaced);
    const files = readdirSync(folder).map((name) => join(folder, name));
    const before = await told(world);
    for (const { problem } of (await world.api.importFiles(files)).files) {
      assert.match(problem ?? '', /^It is already here: the logbook has [a-z-]+:/);
    }
    assert.deepEqual(await told(world), before);
    const other = await openWorld();
    try {
      await other.api.importFiles(files);
      await other.api.importFiles(files);
      const { figures, sessions: found } = await told(other);
      assert.equal(found.length, files.length);
      assert.ok(found.every(({ tags }) => tags.includes('seen')));
      assert.equal((figures[0] as [string, UsageReport])[1].totals.totalTokens, 0);
    } finally {
      await other.close();
    }
  });

  it("gives way to the agent's own files, whichever came first", async () => {
    const file = await write(world, 'json', 'first.json', replaced);
    const other = await openWorld();
    try {
      await other.api.importFiles([file]);
      for (const [name, lines] of Object.entries(sessions)) {
        await other.read(name, lines);
      }
      const { figures } = await told(other);
      assert.deepEqual(figures, (await told(world)).figures);
      const parent = await other.api.session('drop-in:6f1c1f5e-0001-4000-8000-000000000001');
      assert.match(parent?.file ?? '', /agent-logbook.sessions.parent\.jsonl$/);
    } finally {
      await other.close();
    }
  });

  it('replaces nothing that was said of a session since', async () => {
    const file = await write(world, 'json', 'said.json', none);
    const other = await openWorld();
    try {
      await other.api.importFiles([file]);
      const [{ id } = { id: '' }] = (await told(other)).sessions;
      await other.api.markSessions([id], { title: 'Mine', note: 'Mine, too', removeTags: ['seen'] });
      await other.api.importFiles([await write(world, 'ndjson', 'said.jsonl', none)]);
      const detail = await other.api.session(id);
      assert.deepEqual(
        [detail?.title, detail?.note, detail?.tags.map(({ tag }) => tag)],
        ['Mine', 'Mine, too', ['über "alles"'.replaceAll('"', '').trim()]],
      );
    } finally {
      await other.close();
    }
  });

  it('comes to the same totals, whatever the sessions', async () => {
    const [from, into] = [await openWorld(), await openWorld()];
    let run = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(session, { minLength: 2, maxLength: 6 }), async (given) => {
          run++;
          const ids = given.map((_, index) => `run-${run}-${index}`);
          await from.read(
            `run-${run}.jsonl`,
            given.flatMap((one, index) => linesOf(one, ids, index)),
          );
          const selection = { sessions: ids.map((id) => `drop-in:${id}`) };
          const file = await write(from, 'json', `run-${run}.json`, replaced, selection);
          const before = await told(from);
          await from.api.importFiles([file]);
          assert.deepEqual(await told(from), before);
          await into.api.importFiles([file]);
          assert.deepEqual(await told(into), before);
        }),
        { numRuns: 4, seed: 1 },
      );
    } finally {
      await from.close();
      await into.close();
    }
  });
});

async function write(
  world: World,
  format: ExportFormatId,
  name: string,
  keep: typeof replaced | null,
  selection: ExportSelection = {},
): Promise<string> {
  await world.exporter.scan(selection, []);
  const path = world.out(name);
  await world.exporter.write({ format, path, keep });
  return path;
}

/** Says something of the sessions, as a person would. */
async function mark({ api }: World): Promise<void> {
  const found = await api.sessions({ children: true }, { limit: 10 });
  for (const [index, { id }] of found.entries()) {
    await api.markSessions([id], {
      addTags: ['seen', 'über alles'],
      ...(index % 2 === 0 ? { note: `Note ${index}\nof two lines` } : { title: `Own title ${index}` }),
      favourite: index === 1,
      archived: index === 2,
    });
    const { rows } = await api.outline(id, 0, 5);
    await api.setPin(rows[0]?.id ?? 0, index === 0 ? null : 'look here');
  }
  await api.editTicket('APP-12', { title: 'Login', note: 'Ask Ada' });
}

/** What a logbook says of its sessions and of what they came to. */
async function told({ api }: World) {
  const figures = [];
  for (const by of ['none', 'day', 'model', 'agent', 'branch', 'ticket', 'project', 'session'] as const) {
    figures.push([by, await api.usage({ by, timeZone: 'UTC' })]);
  }
  const sessions = [];
  for (const { id } of await api.sessions({ children: true }, { limit: 100 })) {
    const detail = await api.session(id);
    assert.ok(detail);
    const { title, note, tags, favourite, archived, messages, toolCalls, tickets, branches, parentId } =
      detail;
    const pins = await api.pins(id);
    sessions.push({
      ...{ id, title, note, favourite, archived, messages, toolCalls, tickets, branches, parentId },
      tags: tags.map(({ tag }) => tag),
      pins: pins.map((pin) => [pin.uid, pin.note, pin.at]),
    });
  }
  const tickets = (await api.tickets({})).map(({ key, title, note }) => [key, title, note]);
  return { figures, sessions: sessions.toSorted((a, b) => (a.id < b.id ? -1 : 1)), tickets };
}

const response = fc.record({
  model: fc.constantFrom('claude-opus-4-5', 'gpt-5', 'no-such-model', null),
  tokens: fc.option(
    fc.record({
      input: fc.nat(300_000),
      output: fc.nat(1000),
      cache_read: fc.nat(1000),
      cache_write_5m: fc.nat(10),
      cache_write_1h: fc.nat(10),
      reasoning: fc.option(fc.nat(10)),
    }),
  ),
  branch: fc.constantFrom('main', 'feature/APP-12-x', '7-login'),
  minute: fc.nat(5000),
  copiedFrom: fc.option(fc.nat(3)),
  group: fc.option(fc.constantFrom('one', 'two')),
  rank: fc.nat(2),
  thread: fc.boolean(),
});
const session = fc.record({
  parent: fc.option(fc.nat(3)),
  responses: fc.array(response, { maxLength: 8 }),
  headless: fc.boolean(),
});

/** The lines of one of the sessions `ids`. A copy names the response as the session does that it was copied from. */
function linesOf(
  { parent, responses, headless }: typeof session extends fc.Arbitrary<infer T> ? T : never,
  ids: readonly string[],
  index: number,
): object[] {
  const id = ids[index] ?? '';
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 1 + index, 0, minute)).toISOString();
  const before = parent === null || parent >= index ? undefined : ids[parent];
  return [
    {
      ...{ schema: 1, type: 'session', session: id, agent: 'Acme', at: at(0), cwd: '/work/site', headless },
      ...(before === undefined ? {} : { parent: before }),
    },
    { type: 'message', id: 'm', role: 'user', at: at(1), text: `Prompt of ${id}` },
    ...responses.flatMap(({ minute, copiedFrom, group, thread, ...one }, nth) => {
      const origin = copiedFrom === null || copiedFrom >= index ? undefined : ids[copiedFrom];
      const of = {
        ...(thread ? { thread: 'helper' } : {}),
        ...(origin === undefined ? {} : { copied_from: origin }),
      };
      return [
        { type: 'usage', id: `r${nth}`, at: at(minute), ...one, ...of, ...(group === null ? {} : { group }) },
        {
          ...{ type: 'message', id: `a${nth}`, role: 'assistant', at: at(minute), text: 'said', ...of },
          response: `r${nth}`,
        },
      ];
    }),
  ];
}
