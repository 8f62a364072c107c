import { Session, type Profiler } from 'node:inspector';

/** Which characters of our code ran, counted since it began. */
export interface Coverage {
  /** How many characters ran since the last call that never had before. */
  fresh(): number;
  /** What the last call told counts as known from now on. */
  add(): void;
  /** Characters of functions that ran, and of all functions of the scripts that were loaded. */
  total(): { ran: number; all: number };
  close(): void;
}

/** Begins before the code that is looked at is loaded. `counts` says by its address whether a script is ours. */
export function startCoverage(counts: (url: string) => boolean): Coverage {
  const session = new Session();
  session.connect();
  post(session, 'Profiler.enable');
  post(session, 'Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const seen = new Map<string, Uint8Array>();
  const pending = new Map<string, Uint8Array>();
  return {
    fresh() {
      let news = 0;
      pending.clear();
      const { result } = post(
        session,
        'Profiler.takePreciseCoverage',
      ) as Profiler.TakePreciseCoverageReturnType;
      for (const script of result) {
        if (!counts(script.url)) {
          continue;
        }
        const end = Math.max(
          ...script.functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset)),
        );
        const before = seen.get(script.url);
        const now = painted(script, Math.max(end, before?.length ?? 0));
        const count = newsIn(now, before);
        if (count > 0 || before === undefined) {
          pending.set(script.url, now);
          news += count;
        }
      }
      return news;
    },
    add() {
      for (const [url, now] of pending) {
        const before = seen.get(url);
        seen.set(
          url,
          now.map((mark, at) => mark | (before?.[at] ?? 0)),
        );
      }
      pending.clear();
    },
    total() {
      let ran = 0;
      let all = 0;
      for (const script of seen.values()) {
        for (const mark of script) {
          ran += mark & RAN ? 1 : 0;
          all += mark ? 1 : 0;
        }
      }
      return { ran, all };
    },
    close() {
      post(session, 'Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

const KNOWN = 1;
const RAN = 2;

/** Inner ranges and functions come after outer ones and hold against them. The first function of a script is the script itself. */
function painted({ functions }: Profiler.ScriptCoverage, length: number): Uint8Array {
  const now = new Uint8Array(length);
  for (const { functionName, ranges } of functions) {
    const isScript = functionName === '' && ranges[0]?.startOffset === 0;
    for (const { startOffset, endOffset, count } of isScript ? [] : ranges) {
      now.fill(count > 0 ? RAN | KNOWN : KNOWN, startOffset, endOffset);
    }
  }
  return now;
}

function newsIn(now: Uint8Array, before: Uint8Array | undefined): number {
  let news = 0;
  for (let at = 0; at < now.length; at++) {
    news += (now[at] ?? 0) & RAN & ~(before?.[at] ?? 0) ? 1 : 0;
  }
  return news;
}

/** In the own thread the answer comes before the call returns. */
function post(session: Session, method: string, params: object = {}): unknown {
  let answer: unknown;
  session.post(method, params, (error, result) => {
    if (error) {
      throw error;
    }
    answer = result;
  });
  return answer;
}
