import type { TicketSummary } from '../../src/common/protocol.js';
import { recorded } from '../../src/common/usageText.js';
import type { WorkSums } from '../../src/common/ticketPage.js';
import { t, type StringKey } from '../app/strings.js';
import { formats } from '../stats/charts/values.js';

/** A moment in the display language and the time zone of this machine. */
export function momentText(at: number | null): string {
  return at === null ? '?' : formats.time(at);
}

/** A whole number; what is not known is a question mark. */
export function countText(value: number | null): string {
  return value === null ? '?' : formats.count(value);
}

/** How much of the tokens of a whole a part is; null where the one or the other is not known. */
export function partOf(part: WorkSums, whole: WorkSums): number | null {
  const [some, all] = [recorded(part, part.totalTokens), recorded(whole, whole.totalTokens)];
  return some === null || all === null || all === 0 ? null : some / all;
}

export function percentText(share: number | null): string {
  return share === null ? '?' : formats.share(share);
}

const states: Record<TicketSummary['state'], StringKey> = {
  open: 'ticketOpen',
  finished: 'ticketFinished',
  abandoned: 'ticketAbandoned',
  seen: 'ticketSeen',
};

export function stateLabel(state: TicketSummary['state']): string {
  return t(states[state]);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

/** Tokens of responses: marked where an agent rounds its figures, a question mark where it recorded none. */
export function tokensText(sums: WorkSums): string {
  const known = recorded(sums, sums.totalTokens);
  return known === null ? '?' : `${sums.approximateResponses > 0 ? '~' : ''}${formats.tokens(known)}`;
}

/** US dollars, or that there is no price; marked where a part is an estimate. */
export function costText({ costUsd, estimate }: Pick<WorkSums, 'costUsd' | 'estimate'>): string {
  return costUsd === null ? t('noPrice') : `${estimate ? '~' : ''}${formats.usd(costUsd)}`;
}
