import { resolve } from 'node:path';
import {
  ExportError,
  exportFormats,
  largestDocument,
  type ExportApi,
  type ExportFormatId,
  type ExportResult,
  type ExportSelection,
  type Finding,
} from '../../common/export.js';
import { formatBytes, formatCount } from '../../common/format.js';
import {
  CommandError,
  UsageError,
  type Command,
  type Context,
  type Options,
  type Output,
} from '../command.js';
import { plain, table } from '../table.js';
import { sinceTime, untilTime } from '../time.js';

const ids = exportFormats.map(({ id }) => id);

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write sessions to files; secrets in them are replaced.',
  positionals: [],
  options: {
    session: { type: 'string', multiple: true },
    ticket: { type: 'string' },
    agent: { type: 'string', multiple: true },
    since: { type: 'string' },
    until: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    pattern: { type: 'string', multiple: true },
    'keep-rule': { type: 'string', multiple: true },
    'redact-preview': { type: 'boolean' },
    'no-redact': { type: 'boolean' },
    'include-secrets': { type: 'boolean' },
  },
  help: [
    '--session ID       this session, with its sub-agents; may come again',
    '--ticket KEY       the sessions of this ticket',
    '--agent NAME       sessions of this agent only; may come again',
    '--since D          sessions with an event from this day (YYYY-MM-DD) on',
    '--until D          to the end of this day, or to this RFC 3339 time',
    `--format F         ${ids.slice(0, 5).join('|')}|`,
    `                   ${ids.slice(5).join('|')}`,
    '--out PATH         the file to write, or the new folder',
    '--redact-preview   show what would be replaced, and write nothing',
    '--pattern REGEXP   what else is secret; may come again',
    '--keep-rule RULE   what this rule finds stays; may come again',
    '--no-redact --include-secrets   replace nothing',
  ],
  takesIn: true,
  check(options) {
    selectionOf(options);
    if (options['redact-preview'] !== true) {
      formatOf(options);
      if (typeof options['out'] !== 'string' || options['out'].trim() === '') {
        throw new UsageError('--out is missing: name the file or folder to write.');
      }
    }
    if ((options['no-redact'] === true) !== (options['include-secrets'] === true)) {
      throw new UsageError('Secrets are exported only with both --no-redact and --include-secrets.');
    }
    if (options['no-redact'] === true && options['redact-preview'] === true) {
      throw new UsageError('--redact-preview shows what would be replaced; --no-redact replaces nothing.');
    }
  },
  async run(context) {
    const { options } = context;
    const exporter = await context.exporter();
    try {
      const scanned = await exporter.scan(
        withFolder(selectionOf(options), context),
        texts(options, 'pattern').map((pattern) => ({ name: pattern, pattern })),
      );
      return options['redact-preview'] === true
        ? await preview(exporter, scanned.sessions, scanned.findings)
        : written(
            await exporter.write({
              format: formatOf(options),
              path: resolve(context.folder, String(options['out'])),
              keep:
                options['no-redact'] === true ? null : { rules: texts(options, 'keep-rule'), secrets: [] },
            }),
          );
    } catch (error) {
      throw error instanceof ExportError ? new CommandError(error.message) : error;
    }
  },
};

function selectionOf(options: Options): ExportSelection {
  const [sessions, agents] = [texts(options, 'session'), texts(options, 'agent')];
  const { ticket, since, until } = options;
  if (
    sessions.length > 0 &&
    (typeof ticket === 'string' || agents.length > 0 || since !== undefined || until !== undefined)
  ) {
    throw new UsageError(
      '--session names what is exported; leave out --ticket, --agent, --since and --until.',
    );
  }
  return {
    ...(sessions.length > 0 ? { sessions } : {}),
    ...(typeof ticket === 'string' ? { ticket } : {}),
    ...(agents.length > 0 ? { filter: { agents } } : {}),
    ...(typeof since === 'string' ? { since: sinceTime(since, 'local') } : {}),
    ...(typeof until === 'string' ? { until: untilTime(until, 'local') } : {}),
  };
}

/** A ticket that is only a number is that of this folder's repository. */
function withFolder(selection: ExportSelection, { folder }: Context): ExportSelection {
  return selection.ticket === undefined ? selection : { ...selection, folder };
}

function formatOf({ format }: Options): ExportFormatId {
  const id = ids.find((known) => known === format);
  if (id === undefined) {
    throw new UsageError(
      format === undefined
        ? `--format is missing: one of ${ids.join(', ')}.`
        : `--format: "${String(format)}" is none of ${ids.join(', ')}.`,
    );
  }
  return id;
}

function texts(options: Options, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : [];
}

const page = 1000;

async function preview(exporter: ExportApi, sessions: number, count: number): Promise<Output> {
  const findings: Finding[] = [];
  while (findings.length < count) {
    const part = await exporter.findings(findings.length, page);
    if (part.length === 0) {
      break;
    }
    findings.push(...part);
  }
  const columns = [
    { title: 'places', right: true, text: (row: Finding) => formatCount(row.count) },
    { title: 'rule', text: (row: Finding) => row.ruleId },
    { title: 'secret', text: (row: Finding) => plain(row.masked) },
    { title: 'first in', width: 60, text: (row: Finding) => plain(row.session.title) },
  ];
  return {
    json: {
      sessions,
      findings: findings.map((finding) => ({
        rule: finding.ruleId,
        name: finding.ruleName,
        kind: finding.kind,
        placeholder: finding.placeholder,
        masked: finding.masked,
        count: finding.count,
        sessions: finding.sessions,
        session_id: finding.session.id,
      })),
    },
    text:
      findings.length === 0
        ? `Nothing that looks like a secret in ${formatCount(sessions)} sessions.`
        : table(columns, findings, null),
  };
}

function written(result: ExportResult): Output {
  const isTooLarge = result.format === 'json' && result.bytes > largestDocument;
  const warning = isTooLarge
    ? `\nIt is larger than ${formatBytes(largestDocument)}: no logbook imports it. Take --format ndjson, or fewer sessions, for that.`
    : '';
  return {
    json: result,
    text: `${result.path}: ${formatCount(result.sessions)} sessions, ${formatBytes(result.bytes)} in ${formatCount(result.files)} ${result.files === 1 ? 'file' : 'files'}, ${formatCount(result.redactions)} places redacted.${warning}`,
  };
}
