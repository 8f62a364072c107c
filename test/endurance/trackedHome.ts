import { appendFileSync } from 'node:fs';
import type { Place } from '../faults/support.js';
import type { Random } from './random.js';

/** The agents' files of a place, and the truth about them. */
export interface TrackedHome {
  /** [responses, output tokens] of everything that was written. */
  truth(): [number, number];
  /** Responses of each day in a time zone, by the zone's own calendar. */
  days(timeZone: string): Record<string, number>;
  /** An agent goes on with one of the sessions: so many more responses. */
  goOn(responses: number): void;
  /** A session of its own. */
  begin(responses: number): void;
}

/** Both ends of summer time in Europe, North America and Australia lie within. */
const firstAt = Date.UTC(2025, 9, 1);
const span = 220 * 86_400_000;

/** Writes a few sessions; `responses` in all. */
export function writeTrackedHome(place: Place, r: Random, responses: number): TrackedHome {
  const outputs: number[] = [];
  const times: number[] = [];
  const files: { name: string; file: string }[] = [];
  let id = 0;

  const text = (name: string, count: number) => {
    let lines = '';
    let at = firstAt + r.below(span);
    for (let i = 0; i < count; i++, id++) {
      at += 1000 + r.below(3_600_000);
      const output = 1 + r.below(5000);
      outputs.push(output);
      times.push(at);
      lines += responseLines(name, `${place.folder.slice(-6)}-${id}`, output, at);
    }
    return lines;
  };
  const begin = (count: number) => {
    const name = String(files.length).padStart(8, '0');
    files.push({ name, file: place.session(name, text(name, count)) });
  };
  const sessions = 3 + r.below(6);
  for (let i = 0; i < sessions; i++) {
    begin(Math.ceil(responses / sessions));
  }
  return {
    begin,
    truth: () => [outputs.length, outputs.reduce((sum, output) => sum + output, 0)],
    days(timeZone) {
      const date = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
      const days: Record<string, number> = {};
      for (const at of times) {
        const day = date.format(at);
        days[day] = (days[day] ?? 0) + 1;
      }
      return days;
    },
    goOn(count) {
      const { name, file } = r.pick(files);
      appendFileSync(file, text(name, count));
    },
  };
}

/** A prompt and its response, as Claude Code writes them. `id` names the response among all. */
export function responseLines(
  session: string,
  id: string,
  output: number,
  at: number,
  answer = 'Done.',
): string {
  const common = {
    sessionId: `${session}-1111-4111-8111-aaaaaaaaaaaa`,
    ...{ parentUuid: null, cwd: '/work/app', gitBranch: 'main', version: '2.0.0' },
    ...{ isSidechain: false, userType: 'external' },
  };
  const prompt = {
    ...{ ...common, type: 'user', uuid: `u-${id}`, timestamp: new Date(at - 900).toISOString() },
    message: { role: 'user', content: `Prompt ${id}` },
  };
  const response = {
    ...{ ...common, type: 'assistant', uuid: `a-${id}`, timestamp: new Date(at).toISOString() },
    requestId: `r-${id}`,
    message: {
      ...{ id: `m-${id}`, type: 'message', role: 'assistant', model: 'claude-sonnet-4-5-20250929' },
      content: [{ type: 'text', text: answer }],
      usage: { input_tokens: 10, output_tokens: output },
    },
  };
  return `${JSON.stringify(prompt)}\n${JSON.stringify(response)}\n`;
}
