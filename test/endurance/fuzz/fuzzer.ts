import { random as randomBy, type Random } from '../random.js';
import type { Coverage } from './coverage.js';
import { mutateJson, wordsOf } from './mutate.js';
import { shrink } from './smaller.js';
import type { Input, Opened, Target } from './target.js';

/** An input after which something that must hold did not. */
export interface Finding {
  target: string;
  message: string;
  input: Input;
}

/** A target that is being tried: inputs that reached something new are kept and changed further. */
export interface Fuzzer {
  /** Tries so many inputs. */
  round(tries: number): Promise<void>;
  readonly tried: number;
  readonly kept: number;
  close(): Promise<void>;
}

export interface FuzzOptions {
  seed: number;
  /** So many of the target's seeds are tried as they are. */
  seeds?: number;
  /** Absent: inputs are changed without knowing what they reach. */
  coverage: Coverage | null;
  /** Told each input before it is tried, to know it when it never comes back. */
  before(target: string, input: Input): void;
  found(finding: Finding): void;
}

/**
 * An input that takes longer three times in a row, in milliseconds of the clock and of the processor, would hold up everybody.
 */
const slow = 3000;
const mostKept = 4000;

export async function startFuzzer(target: Target, options: FuzzOptions): Promise<Fuzzer> {
  const random = randomBy(options.seed);
  const corpus: Input[] = target.seeds(random);
  const words = wordsOf(corpus);
  const opened = await target.open();
  const ways = new Set<string>();
  let tried = 0;

  const check = async (input: Input): Promise<void> => {
    tried++;
    options.before(target.name, input);
    const error = await attempt(opened, input);
    if (error === null || ways.has(wayOf(error))) {
      return;
    }
    const way = wayOf(error);
    ways.add(way);
    const smallest = await shrink(input, way, async (candidate) => {
      options.before(target.name, candidate);
      const failed = await attempt(opened, candidate, 1);
      return failed && wayOf(failed);
    });
    options.found({ target: target.name, message: error.stack ?? error.message, input: smallest });
  };
  const next = (): Input => {
    const input = random.pick(corpus);
    const change =
      target.mutate?.bind(target) ?? ((value: Input, by: Random) => mutateJson(value, by, words));
    let result = input;
    for (let times = 1 + random.below(4); times > 0; times--) {
      result = change(result, random, random.pick(corpus));
    }
    return result;
  };
  /** Looks by halves which of the inputs it was that reached something new, when one of them did. */
  const keep = async (inputs: readonly Input[], coverage: Coverage): Promise<void> => {
    if (coverage.fresh() === 0) {
      return;
    }
    if (inputs.length === 1) {
      coverage.add();
      corpus.push(...inputs);
      corpus.splice(0, corpus.length - mostKept);
      return;
    }
    const middle = Math.ceil(inputs.length / 2);
    for (const half of [inputs.slice(0, middle), inputs.slice(middle)]) {
      for (const input of half) {
        await attempt(opened, input);
      }
      await keep(half, coverage);
    }
  };
  for (const input of corpus.slice(0, options.seeds ?? corpus.length)) {
    await check(input);
  }
  options.coverage?.fresh();
  options.coverage?.add();
  const batch = target.isSlow ? 10 : 100;
  return {
    async round(tries) {
      for (let left = tries; left > 0; left -= batch) {
        const inputs: Input[] = [];
        for (let at = 0; at < Math.min(batch, left); at++) {
          const input = next();
          inputs.push(input);
          await check(input);
        }
        if (options.coverage !== null) {
          await keep(inputs, options.coverage);
        }
      }
    },
    get tried() {
      return tried;
    },
    get kept() {
      return corpus.length;
    },
    close: async () => opened.close?.(),
  };
}

/** Tries an input; null: all that must hold does. */
export async function attempt(opened: Opened, input: Input, tries = 3): Promise<Error | null> {
  for (let left = tries; left > 0; left--) {
    const start = performance.now();
    const before = process.cpuUsage();
    try {
      await opened.try(input);
    } catch (error) {
      return error instanceof Error ? error : new Error(`threw ${String(error)}`);
    }
    const { user, system } = process.cpuUsage(before);
    // A machine that does something else takes long for anything.
    if (performance.now() - start < slow || (user + system) / 1000 < slow) {
      return null;
    }
  }
  return new Error(`It takes more than ${slow} ms`);
}

/** What went wrong and where, without what differs from input to input. */
function wayOf(error: Error): string {
  const place = /\n\s+at (.*?\/(?:src|webview)\/.*?:\d+)/.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.name} ${error.message
    .split('\n')[0]
    ?.replace(/\d+|"[^"]*"|'[^']*'/g, '?')
    .slice(0, 80)} ${place}`;
}
