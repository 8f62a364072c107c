import { homedir } from 'node:os';
import type { DoctorReport } from '../common/importReport.js';

/** The report as JSON, with the user's own folder written as `~`, since it may be pasted into an issue. */
export function doctorText(report: DoctorReport, home = homedir()): string {
  return `${JSON.stringify(report, (_, value: unknown) => shorten(value, home), 2)}\n`;
}

function shorten(value: unknown, home: string): unknown {
  return typeof value === 'string' && home.length > 1 ? value.replaceAll(home, '~') : value;
}
