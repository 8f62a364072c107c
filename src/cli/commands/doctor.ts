import { formatBytes, formatCount } from '../../common/format.js';
import type { DoctorReport } from '../../common/importReport.js';
import type { Command } from '../command.js';
import { plain } from '../table.js';
import { isoTime } from '../time.js';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Check the store; show versions, sizes, sources, problems.',
  positionals: [],
  options: {},
  help: [],
  takesIn: false,
  async run({ api }) {
    const report = await api.doctor(true);
    return { json: doctorJson(report), text: doctorText(report) };
  },
};

function doctorJson(report: DoctorReport): unknown {
  return {
    version: report.version,
    node: report.node,
    sqlite: report.sqlite,
    platform: report.platform,
    storage: report.storage,
    database: {
      path: report.database.path,
      bytes: report.database.bytes,
      wal_bytes: report.database.walBytes,
      schema: report.database.schema,
      integrity: report.database.integrity,
      full_text: {
        bytes: report.database.fullText.bytes,
        pending_sessions: report.database.fullText.pendingSessions,
      },
    },
    owner: { ...report.owner, since: isoTime(report.owner.since) },
    prices: report.prices,
    settings: {
      disabled_agents: report.settings.disabledAgents,
      excluded_projects: report.settings.excludedProjects,
      keep: {
        prompts: report.settings.keep.prompts,
        reasoning: report.settings.keep.reasoning,
        tool_arguments: report.settings.keep.toolArguments,
        tool_output: report.settings.keep.toolOutput,
      },
      paused: report.settings.paused,
    },
    agents: report.agents,
    counts: report.counts,
    unknown_lines: report.unknownLines,
    set_aside: report.setAside,
    problems: report.problems.map(({ file, line, message, at }) => ({
      file,
      line,
      message,
      at: isoTime(at),
    })),
  };
}

function doctorText(report: DoctorReport): string {
  const { database, owner } = report;
  return [
    `Agent Logbook ${report.version}, Node ${report.node}, SQLite ${report.sqlite}, ${report.platform}`,
    `Storage   ${plain(report.storage)}`,
    `Database  ${plain(database.path)}, ${formatBytes(database.bytes)} + ${formatBytes(database.walBytes)} log, schema ${database.schema}, integrity: ${plain(database.integrity)}`,
    `Full text ${formatBytes(database.fullText.bytes)}, ${
      database.fullText.pendingSessions === 0
        ? 'complete'
        : `${formatCount(database.fullText.pendingSessions)} sessions still to index`
    }`,
    `Owner     process ${owner.pid} since ${isoTime(owner.since)}, protocol ${owner.protocol}, ${formatCount(owner.clients)} clients`,
    `Prices    ${plain(report.prices.source)} ${plain(report.prices.version)} of ${plain(report.prices.date)}, ${formatCount(report.prices.models)} models`,
    `Settings  ${settingsText(report)}`,
    'Agents',
    ...report.agents.flatMap((agent) => [
      `  ${plain(agent.label)}: ${formatCount(agent.files)} files, ${formatBytes(agent.bytes)}, ${formatCount(agent.sessions)} sessions`,
      ...rootLines(agent.roots),
    ]),
    `Counts    ${Object.entries(report.counts)
      .map(([name, count]) => `${name} ${formatCount(count)}`)
      .join(', ')}`,
    ...section(
      'Lines of unknown types',
      report.unknownLines.map((line) => `${line.agent} ${line.name}: ${formatCount(line.count)}`),
    ),
    ...section('Databases set aside', report.setAside),
    ...section(
      'Problems',
      report.problems.map(
        ({ file, line, message }) => `${line === null ? file : `${file}:${line}`}: ${message}`,
      ),
    ),
  ].join('\n');
}

/** Of an agent that may be in many places, those where it is; or where it would be first. */
function rootLines(roots: DoctorReport['agents'][number]['roots']): string[] {
  const shown = roots.filter(({ exists, problem }) => exists || problem !== null);
  const absent = roots.filter((root) => !shown.includes(root));
  const [first] = absent;
  const others = shown.length === 0 ? absent.length - 1 : absent.length;
  return [
    ...shown.map(({ path, problem }) => `    ${plain(path)}: ${plain(problem ?? 'found')}`),
    ...(shown.length === 0 && first !== undefined ? [`    ${plain(first.path)}: not there`] : []),
    ...(others > 0
      ? [`    ${formatCount(others)} other ${others === 1 ? 'place' : 'places'}: not there`]
      : []),
  ];
}

function settingsText({ settings }: DoctorReport): string {
  const left = Object.entries(settings.keep)
    .filter(([, kept]) => !kept)
    .map(([name]) => `no ${name}`);
  const parts = [
    ...(settings.paused ? ['paused'] : []),
    ...(settings.disabledAgents.length > 0 ? [`off: ${settings.disabledAgents.join(', ')}`] : []),
    ...(settings.excludedProjects.length > 0 ? [`excluded: ${settings.excludedProjects.join(', ')}`] : []),
    ...left,
  ];
  return parts.length > 0 ? plain(parts.join('; ')) : 'everything is read and kept';
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [title, ...lines.map((line) => `  ${plain(line)}`)] : [];
}
