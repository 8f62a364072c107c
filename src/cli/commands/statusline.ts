import { formatCost } from '../../common/format.js';
import type { SessionSummary, TicketSummary } from '../../common/protocol.js';
import { limitsText, type RateLimit } from '../../common/rateLimits.js';
import type { UsageSums } from '../../common/usageReport.js';
import { recorded, tokensText } from '../../common/usageText.js';
import { UsageError, type Command, type Output } from '../command.js';
import { costText } from '../figures.js';
import { agentInput, type AgentInput } from '../statuslineInput.js';
import { limitJson } from '../report/limits.js';
import { plain } from '../table.js';

const usualFormat = '{ticket} · {session} · {context} · {limits}';

export const statuslineCommand: Command = {
  name: 'statusline',
  summary: "One line for a prompt, or for an agent's status line.",
  positionals: [],
  options: { format: { type: 'string' } },
  help: [
    "                 An agent's status line is told of its session by what is",
    '                 piped in. Nothing is read anew, and it never fails.',
    `--format F       ${usualFormat};`,
    '                 also {key} {tokens} {cost} of the ticket, {model}. {limits}:',
    '                 how much of the subscription is used up. What is not known',
    '                 is left out.',
  ],
  takesIn: false,
  check: ({ format }) => checked(typeof format === 'string' ? format : usualFormat),
  // A prompt waits for it each time.
  prompt: {
    limitMs: 1000,
    without: ({ options, input, now }) => {
      const agent = agentInput(input);
      return lineOf(options['format'], agent, null, null, toldBy(agent, '', now), now);
    },
  },
  async run({ api, folder, options, input, now }) {
    const agent = agentInput(input);
    const status = await api.folderStatus(agent?.folder ?? folder);
    const found = agent?.session === undefined ? null : await api.session(agent.session);
    const session = found ?? (agent === null ? status.live : null);
    const told = toldBy(agent, session?.agent ?? '', now);
    if (session !== null && told.length > 0) {
      // No file of the agent has it: this is where statistics get to know it.
      await api.noteRateLimits(told);
    }
    const limits = told.length > 0 || session === null ? told : await api.rateLimits([session.agent]);
    return lineOf(options['format'], agent, status.ticket, session, limits, now);
  },
};

const names = ['ticket', 'key', 'tokens', 'cost', 'session', 'context', 'limits', 'model'] as const;

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
  limits: readonly RateLimit[],
  now: number,
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
    limits: limitsText(limits, now) === '' ? '' : `limits ${limitsText(limits, now)}`,
    model: agent?.model === undefined ? '' : plain(agent.model),
  };
  return {
    json: {
      ticket: ticket ? { key: ticket.key, ...sumsJson(ticket.usage) } : null,
      session: session ? { id: session.id, ...sumsJson(session.usage) } : null,
      context_percent: context,
      rate_limits: limits.map(limitJson),
    },
    text: filled(typeof format === 'string' ? format : usualFormat, parts),
  };
}

/** What the agent's pipe tells of its limits, as of now. */
function toldBy(input: AgentInput | null, agent: string, now: number): RateLimit[] {
  return (input?.limits ?? []).map((limit) => ({
    ...limit,
    agent,
    limit: 'subscription',
    at: now,
    plan: null,
  }));
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
