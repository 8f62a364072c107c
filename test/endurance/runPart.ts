import type { EndurancePart, PartOptions, Report } from './part.js';

/** What came of a part, as it is printed and written. */
export interface Outcome {
  part: string;
  title: string;
  options: PartOptions;
  seconds: number;
  figures: Record<string, { value: number; unit: string }>;
  failures: string[];
  skipped: string[];
}

/** So many failures are listed; a part that goes wrong in each of its rounds says nothing new after that. */
const mostFailures = 50;

/** Runs a part to its end, whatever it does; `progress` is told how far it is. */
export async function runPart(
  part: EndurancePart,
  options: PartOptions,
  progress: (text: string) => void,
): Promise<Outcome> {
  const outcome: Outcome = {
    ...{ part: part.name, title: part.title, options },
    ...{ seconds: 0, figures: {}, failures: [], skipped: [] },
  };
  const fail = (message: string) => {
    if (outcome.failures.length < mostFailures) {
      outcome.failures.push(message);
    }
    progress(`✖ ${message}`);
  };
  const report: Report = {
    figure(name, value, unit = '') {
      outcome.figures[name] = { value, unit };
    },
    count(name, by = 1) {
      const figure = (outcome.figures[name] ??= { value: 0, unit: '' });
      figure.value += by;
    },
    fail,
    skip: (what) => void outcome.skipped.push(what),
    progress,
  };
  const start = performance.now();
  try {
    await part.run(options, report);
  } catch (error) {
    fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  outcome.seconds = (performance.now() - start) / 1000;
  return outcome;
}
