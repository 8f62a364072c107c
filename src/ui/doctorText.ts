import { homedir } from 'node:os';
import type { DoctorReport } from '../common/importReport.js';

/** The report as JSON, with the user's own folder written as `~`, since it may be pasted into an issue. */
export function doctorText(report: DoctorReport, home = homedir()): string {
  const agents = report.agents.map((agent) => {
    const there = agent.roots.filter(({ exists, problem }) => exists || problem !== null);
    return { ...agent, roots: there, placesThatAreNotThere: agent.roots.length - there.length };
  });
  return `${JSON.stringify({ ...report, agents }, (_, value: unknown) => shorten(value, home), 2)}\n`;
}

function shorten(value: unknown, home: string): unknown {
  return typeof value === 'string' && home.length > 1 ? value.replaceAll(home, '~') : value;
}
