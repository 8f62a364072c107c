/**
 * npm run endurance -- [PART…] [--short] [--rounds N] [--minutes N] [--size N] [--seed S] [--json]
 *
 * Tries the parts of the list in index.ts (all of them, when none is named) long and hard. Prints a table, and as JSON into
 * out/endurance.json, with --json instead of the table. Exit code 1: something did not hold; 2: wrong usage. The seed is
 * printed; with it the same choices are made again, though not the same moments.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parts } from './index.js';
import type { Amount, EndurancePart } from './part.js';
import { runPart, type Outcome } from './runPart.js';

const output = join(__dirname, '../../out');

/** What the command line asks for; exits with a sentence when it makes no sense. */
function wanted(): {
  chosen: EndurancePart[];
  amounts: Partial<Amount>;
  seed: number;
  short: boolean;
  json: boolean;
} {
  const option = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ rounds: option, minutes: option, size: option, seed: option },
      ...{ short: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    },
  });
  const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    throw new TypeError(
      `No such part: ${unknown.join(', ')}. Parts: ${parts.map(({ name }) => name).join(', ')}.`,
    );
  }
  const number = (name: 'rounds' | 'minutes' | 'size' | 'seed') => {
    const value = Number(values[name]);
    if (values[name] !== undefined && !(value >= 0)) {
      throw new TypeError(`--${name} takes a number.`);
    }
    return values[name] === undefined ? {} : { [name]: value };
  };
  return {
    chosen: parts.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    amounts: { ...number('rounds'), ...number('minutes'), ...number('size') },
    seed: values.seed === undefined ? Date.now() % 1_000_000_000 : Number(number('seed').seed),
    short: values.short,
    json: values.json,
  };
}

async function main(): Promise<number> {
  const { chosen, amounts, seed, short, json } = wanted();
  const say = (text: string) => void (json ? process.stderr : process.stdout).write(`${text}\n`);
  const outcomes: Outcome[] = [];
  for (const part of chosen) {
    const options = { ...(short ? part.short : part.full), ...amounts, seed };
    say(`\n── ${part.name}: ${part.title}  (seed ${seed})`);
    const outcome = await runPart(part, options, (text) => say(`   ${text}`));
    outcomes.push(outcome);
    summary(outcome).forEach(say);
    // After each part, so that what a run had is there when it is stopped.
    mkdirSync(output, { recursive: true });
    const result = {
      at: new Date().toISOString(),
      node: process.version,
      platform: process.platform,
      outcomes,
    };
    writeFileSync(join(output, 'endurance.json'), `${JSON.stringify(result, null, 2)}\n`);
  }
  if (json) {
    process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`);
  }
  const failed = outcomes.filter(({ failures }) => failures.length > 0);
  say(`\n${outcomes.length - failed.length} passed, ${failed.length} failed (seed ${seed})`);
  return failed.length > 0 ? 1 : 0;
}

function summary(outcome: Outcome): string[] {
  const figures = Object.entries(outcome.figures).map(
    ([name, { value, unit }]) => `   ${name}: ${Math.round(value * 100) / 100}${unit ? ` ${unit}` : ''}`,
  );
  return [
    ...figures,
    ...outcome.skipped.map((what) => `   left out: ${what}`),
    `   ${outcome.failures.length ? `FAILED, ${outcome.failures.length} times` : 'held'} (${outcome.seconds.toFixed(1)} s)`,
  ];
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
