import { formatCount } from '../../common/format.js';
import { plainText } from '../../common/plainText.js';
import type { SessionDetail } from '../../common/protocol.js';
import type { StoreApi } from '../../common/storeApi.js';
import type { MessageBody, OutlineRow } from '../../common/steps.js';
import type { Remote } from '../../common/rpc.js';
import { CommandError, type Command } from '../command.js';
import { costText, sessionJson } from '../figures.js';
import { tokensText } from '../../common/usageText.js';
import { plain } from '../table.js';
import { isoTime } from '../time.js';

const outlinePage = 5000;
const bodyPage = 200;

type Message = OutlineRow & { body: MessageBody | null };

export const showCommand: Command = {
  name: 'show',
  summary: 'Show a session and its messages; ID may be its beginning.',
  positionals: ['ID'],
  options: {},
  help: [],
  takesIn: true,
  async run({ api, positionals }) {
    const id = positionals[0] as string;
    const session = await api.session(id);
    if (!session) {
      throw new CommandError(
        `There is no session "${id}", or more than one id begins so. See "logbook sessions".`,
      );
    }
    const messages = await allMessages(api, session);
    return {
      json: { ...sessionJson(session), messages: messages.map(messageJson) },
      text: sessionText(session, messages),
    };
  },
};

async function allMessages(api: Remote<StoreApi>, session: SessionDetail): Promise<Message[]> {
  const rows: OutlineRow[] = [];
  for (;;) {
    const page = await api.outline(session.id, rows.length, outlinePage);
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) {
      break;
    }
  }
  const bodies = new Map<number, MessageBody>();
  for (let from = 0; from < rows.length; from += bodyPage) {
    for (const body of await api.bodies(rows.slice(from, from + bodyPage).map((row) => row.id))) {
      bodies.set(body.id, body);
    }
  }
  return rows.map((row) => ({ ...row, body: bodies.get(row.id) ?? null }));
}

function messageJson({ seq, at, role, kind, model, tool, body }: Message): unknown {
  return {
    seq,
    ts: isoTime(at),
    role,
    kind,
    text: body?.text ?? '',
    model,
    branch: body?.branch ?? null,
    tool: tool
      ? {
          name: tool.name,
          input: body?.tool?.input ?? '',
          output: body?.tool?.output ?? null,
          is_error: tool.isError,
        }
      : null,
  };
}

function sessionText(session: SessionDetail, messages: readonly Message[]): string {
  const { usage } = session;
  const head = [
    plain(session.title),
    `${plain(session.id)} · ${session.state} · ${plain(session.cwd ?? '')}`,
    `${isoTime(session.startedAt) ?? '?'} to ${isoTime(session.endedAt) ?? '?'} · ${plain(session.branches.join(', '))} ${plain(session.tickets.join(', '))}`.trimEnd(),
    `${formatCount(usage.responses)} responses · ${tokensText(usage)} tokens · ${costText(usage)}`,
  ];
  return [...head, ...messages.map(messageText)].join('\n');
}

function messageText({ seq, at, role, kind, tool, body }: Message): string {
  const name = tool ? `${kind} ${tool.name}${tool.isError ? ' (error)' : ''}` : kind;
  const heading = `\n── ${seq} · ${isoTime(at) ?? '?'} · ${role} · ${plain(name)}`;
  const texts = tool ? [body?.tool?.input ?? '', body?.tool?.output ?? ''] : [body?.text ?? ''];
  return [heading, ...texts.filter((text) => text !== '').map(plainText)].join('\n');
}
