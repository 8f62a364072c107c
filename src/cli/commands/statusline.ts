import { formatCost } from '../../common/format.js';
import type { SessionSummary, TicketSummary } from '../../common/protocol.js';
import type { UsageSums } from '../../common/usageReport.js';
import { recorded, tokensText } from '../../common/usageText.js';
import { UsageError, type Command, type Output } from '../command.js';
import { costText } from '../figures.js';
import { agentInput, type AgentInput } from '../statuslineInput.js';
import { plain } from '../table.js';

const usualFormat = '{ticket} · {session} · {context}';

export const statuslineCommand: Command = {
  name: 'statusline',
  summary: "One line for a prompt, or for an agent's status line.",
  positionals: [],
  options: { format: { type: 'string' } },
  help: [
    "                 An agent's status line is told of its session by what is",
    '                 piped in. Nothing is read anew, and it never fails.',
    `--format F       ${usualFormat}; also {key} {tokens}`,
    '                 {cost} of the ticket, {model}. What is not known is left out.',
  ],
  takesIn: false,
  check: ({ format }) => checked(typeof format === 'string' ? format : usualFormat),
  // A prompt waits for it each time.
  prompt: {
    limitMs: 1000,
    without: ({ options, input }) => lineOf(options['format'], agentInput(input), null, null),
  },
  async run({ api, folder, options, input }) {
    const agent = agentInput(input);
    const status = await api.folderStatus(agent?.folder ?? folder);
    const found = agent?.session === undefined ? null : await api.session(agent.session);
    return lineOf(options['format'], agent, status.ticket, found ?? (agent === null ? status.live : null));
  },
};

const names = ['ticket', 'key', 'tokens', 'cost', 'session', 'context', 'model'] as const;

function checked(format: string): void {
  for (const [, name = ''] of format.matchAll(/\{(\w*)\}/g)) {
    if (!names.some((known) => known === name)) {
      throw new UsageError(
        `--format: there is no {${name}}; there are ${names.map((known) => `{${known}}`).join(' ')}.`,
      );
    }
  }
}

function lineOf(
  format: unknown,
  agent: AgentInput | null,
  ticket: TicketSummary | null,
  session: SessionSummary | null,
): Output {
  const context = agent?.contextPercent ?? null;
  const parts: Record<(typeof names)[number], string> = {
    ticket: ticket ? `${plain(ticket.key)} ${figures(ticket.usage)}` : '',
    key: ticket ? plain(ticket.key) : '',
    tokens: ticket ? tokensText(ticket.usage) : '',
    cost: ticket ? costText(ticket.usage) : '',
    session: session
      ? `session ${figures(session.usage)}`
      : agent?.costUsd === undefined
        ? ''
        : `session ${formatCost(agent.costUsd)}`,
    context: context === null ? '' : `context ${Math.round(context)} %`,
    model: agent?.model === undefined ? '' : plain(agent.model),
  };
  return {
    json: {
      ticket: ticket ? { key: ticket.key, ...sumsJson(ticket.usage) } : null,
      session: session ? { id: session.id, ...sumsJson(session.usage) } : null,
      context_percent: context,
    },
    text: filled(typeof format === 'string' ? format : usualFormat, parts),
  };
}

/** Pieces between dots that have nothing to say are left out, with their dots. */
function filled(format: string, parts: Readonly<Record<string, string>>): string {
  return format
    .split(' · ')
    .filter(
      (piece) =>
        !/\{\w+\}/.test(piece) || [...piece.matchAll(/\{(\w+)\}/g)].some(([, name = '']) => parts[name]),
    )
    .map((piece) => piece.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? ''))
    .join(' · ')
    .replace(/[\r\n]+/g, ' ')
    .trim();
}

function figures(sums: UsageSums): string {
  return `${tokensText(sums)} ${costText(sums)}`;
}

function sumsJson(sums: UsageSums): { total_tokens: number | null; cost_usd: number | null } {
  return { total_tokens: recorded(sums, sums.totalTokens), cost_usd: sums.costUsd };
}
