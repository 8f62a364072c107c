import { attempt, startFuzzer, type Finding } from './fuzz/fuzzer.js';
import { keptFindings, writeFinding } from './fuzz/findings.js';
import type { FromFuzzer } from './fuzz/messages.js';
import { targets } from './fuzz/targets.js';
import { fuzzInThread } from './fuzz/watch.js';
import type { EndurancePart, PartOptions, Report } from './part.js';

/**
 * Part 5. Everything that takes what strangers wrote is given ordinary things, changed at random. What was found once comes
 * first. In the long form threads of their own look which changes reach code that none did before, and go on from those.
 * `rounds`: tries of each target without looking, fewer of slow ones; `minutes`: of the threads; `size`: how many threads.
 */
export const fuzz: EndurancePart = {
  name: 'fuzz',
  title: 'whatever comes in, nothing throws, hangs, grows without bound or changes what is not its own',
  short: { rounds: 60, minutes: 0, size: 0 },
  full: { rounds: 0, minutes: 60, size: 2 },
  async run(options, report) {
    const found = (finding: Finding): void =>
      report.fail(`${finding.target}: ${finding.message}\n  input in ${writeFinding(finding)}`);
    await again(report, found);
    await blind(options, report, found);
    await guided(options, report, found);
  },
};

/** What was found once and repaired. */
async function again(report: Report, found: (finding: Finding) => void): Promise<void> {
  for (const target of targets) {
    const findings = keptFindings(target.name);
    const opened = findings.length > 0 ? await target.open() : null;
    for (const { name, input } of findings) {
      const error = opened && (await attempt(opened, input));
      report.count('findings of before');
      if (error !== null) {
        found({ target: target.name, message: `${name} is back: ${error.stack}`, input });
      }
    }
    await opened?.close?.();
  }
}

async function blind(
  { rounds, seed }: PartOptions,
  report: Report,
  found: (finding: Finding) => void,
): Promise<void> {
  for (const target of rounds > 0 ? targets : []) {
    const tries = target.isSlow ? Math.ceil(rounds / 6) : rounds;
    const start = performance.now();
    const fuzzer = await startFuzzer(target, {
      seed,
      seeds: tries,
      coverage: null,
      before: () => undefined,
      found,
    });
    await fuzzer.round(tries);
    await fuzzer.close();
    report.figure(`${target.name}: tried`, fuzzer.tried, `in ${Math.round(performance.now() - start)} ms`);
  }
}

async function guided(
  { minutes, size, seed }: PartOptions,
  report: Report,
  found: (finding: Finding) => void,
): Promise<void> {
  if (minutes <= 0) {
    return;
  }
  const threads = Math.max(1, Math.min(size, targets.length));
  const told = (message: FromFuzzer): void => {
    if (message.type === 'found') {
      found(message.finding);
    } else if (message.type === 'figures') {
      const { target, tried, kept, ran, all } = message;
      report.figure(`${target}: tried`, tried);
      report.figure(`${target}: kept`, kept);
      report.progress(
        `${target}: ${tried} tried, ${kept} kept; ${Math.round((1000 * ran) / all) / 10} % of ${all} characters of code in its thread`,
      );
    }
  };
  await Promise.all(
    Array.from({ length: threads }, (_, nth) =>
      fuzzInThread(
        {
          targets: targets.filter((_target, index) => index % threads === nth).map(({ name }) => name),
          seed: seed + nth * 1000,
          minutes,
        },
        told,
      ),
    ),
  );
}
