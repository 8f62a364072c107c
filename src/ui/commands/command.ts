import type * as vscode from 'vscode';
import type { ReplayPlace } from '../../common/panelProtocol.js';
import type { SessionId } from '../../common/protocol.js';
import type { SqlWanted } from '../../common/sqlPanel.js';
import type { ExportPlan } from '../panels/redactionPanel.js';
import type { AgentNames } from '../agentNames.js';
import type { SearchMemory } from '../searchMemory.js';
import type { ShownStore } from '../shownStore.js';
import type { PlanTree } from '../views/planTree.js';
import type { SessionTree } from '../views/sessionTree.js';
import type { TicketTree } from '../views/ticketTree.js';
import type { TreeState } from '../views/treeState.js';

/** What commands may use. Only this folder gets the whole bundle; every other part is handed what it needs. */
export interface Services {
  store: ShownStore;
  agents: AgentNames;
  log: vscode.LogOutputChannel;
  tree: TreeState;
  sessions: SessionTree;
  tickets: TicketTree;
  plans: PlanTree;
  replay: { open(id: SessionId, at?: ReplayPlace): void };
  compare: { open(left: SessionId, right: SessionId): void };
  sessionPages: { open(id: SessionId): void };
  /** Shows the secrets of an export before it is written. */
  exports: { open(plan: ExportPlan): void };
  ticketPages: { open(shown: { ticket: string; folder: string | null }): void };
  search: { open(text?: string): void };
  searches: SearchMemory;
  sql: { open(wanted?: SqlWanted): void };
  stats: { open(focus?: { dimension: string; key: string | null }): void };
  extension: vscode.Extension<unknown>;
}

/** A command: its title is `command.<name>` in package.nls.json, its place in menus is in package.json. */
export interface Command {
  /** With `agentLogbook.` in front. */
  readonly id: `agentLogbook.${string}`;
  run(services: Services, ...args: unknown[]): Promise<unknown> | void;
}

/** The sessions that a command is for: of several selected rows, where the row that was clicked is one of them, all of them. */
export function sessionIdsOf(arg: unknown, selected: unknown): SessionId[] {
  const clicked = sessionIdOf(arg);
  const all = Array.isArray(selected) ? selected.flatMap((row) => sessionIdOf(row) ?? []) : [];
  return clicked !== undefined && !all.includes(clicked) ? [clicked] : [...new Set(all)];
}

/** Commands get the row of a tree, an id, or nothing from the palette. */
export function sessionIdOf(arg: unknown): SessionId | undefined {
  if (typeof arg === 'string') {
    return arg;
  }
  const session = (arg as { session?: { id?: unknown } } | null | undefined)?.session;
  return typeof session?.id === 'string' ? session.id : undefined;
}
