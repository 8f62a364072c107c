import { branches, countedOf, type Counted } from '../agentFiles.js';
import type { Ground } from '../ground.js';
import { killAfter } from '../processes.js';

/** Rules for tickets, and the key that each gives to a branch. */
const rules: readonly { pattern: string; keyOf(branch: string): string | null }[] = [
  { pattern: '', keyOf: (branch) => /ABC-\d/.exec(branch)?.[0] ?? /\d+/.exec(branch)?.[0] ?? null },
  {
    pattern: '(?:feature|fix)/(\\w+)-',
    keyOf: (branch) => /\/(\w+)-/.exec(branch)?.[1]?.toUpperCase() ?? null,
  },
];

/** Another rule for tickets, for which every stored response is looked at again; killed on the way. */
export async function killRule(ground: Ground): Promise<void> {
  const { random, report, agents } = ground;
  agents.work(50);
  agents.settle();
  const window = await ground.window();
  await ground.read(window.call('rescan'));
  const settings = (await window.call('settings')) as { ticketPattern: string };
  const before = rules.find(({ pattern }) => pattern === settings.ticketPattern) ?? rules[0]!;
  const next = rules.find((rule) => rule !== before)!;
  const acknowledged = Promise.race([
    window.call('configure', { ...settings, paused: false, ticketPattern: next.pattern }).then(() => true),
    window.ended.then(() => false),
  ]);
  await killAfter(window.child, random.below(150));
  report.count('kills: another rule for tickets');

  const usage = await ground.json<{ rows: (Counted & { key: string | null })[] }>([
    'usage',
    '--by',
    'ticket',
  ]);
  const is = Object.fromEntries(
    usage.rows.filter((row) => row.responses).map((row) => [String(row.key), countedOf(row)]),
  );
  const allowed = (await acknowledged) ? [next] : [before, next];
  const should = allowed.map((rule) => expected(ground, rule));
  if (!should.some((figures) => sorted(figures) === sorted(is))) {
    report.fail(
      `usage by ticket after another rule: ${sorted(is)}, should be ${should.map(sorted).join(' or ')}`,
    );
  }
}

function expected({ agents }: Ground, rule: (typeof rules)[number]): Record<string, Counted> {
  const figures: Record<string, Counted> = {};
  for (const branch of branches) {
    const counted = agents.truth().branches.get(branch);
    const key = String(rule.keyOf(branch));
    const sum = figures[key];
    if (counted) {
      figures[key] = sum
        ? (Object.fromEntries(
            Object.entries(counted).map(([name, value]) => [name, value + sum[name as keyof Counted]]),
          ) as unknown as Counted)
        : { ...counted };
    }
  }
  return figures;
}

function sorted(figures: Record<string, Counted>): string {
  return JSON.stringify(Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1)));
}
