import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Exports } from '../../src/extension.js';
import type { SessionNode } from '../../src/ui/views/sessionTree.js';

/** The folder that the runner made; see test/vscode/workspace.mjs. */
export interface Workspace {
  base: string;
  home: string;
  repository: string;
  branch: string;
  sessions: { first: string; live: string; codex: string };
  live: string;
}

export const workspace = JSON.parse(process.env['HOST_TEST_WORKSPACE'] ?? '{}') as Workspace;

export function extension(): vscode.Extension<Exports> {
  const found = vscode.extensions.getExtension<Exports>('agent-logbook.agent-logbook');
  assert.ok(found, 'the extension is installed');
  return found;
}

/** The running extension, when everything on disk is read. */
export async function logbook(): Promise<Exports> {
  const exports = await extension().activate();
  await exports.ready;
  await exports.store.api.rescan();
  return exports;
}

/** Waits until `check` gives a value; fails with `what` when it does not in time. */
export async function until<T>(what: string, check: () => Promise<T | undefined | false> | T): Promise<T> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    const value = await check();
    if (value !== undefined && value !== false && value !== null) {
      return value;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Did not happen within 15 s: ${what}`);
}

export async function rootLabels({ sessions }: Exports): Promise<string[]> {
  return (await sessions.getChildren()).map((node) => labelOf(sessions.getTreeItem(node)));
}

export function labelOf(item: vscode.TreeItem): string {
  return typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
}

/** Every session that the tree shows below its groups. */
export async function shownSessions({ sessions }: Exports): Promise<SessionNode[]> {
  const roots = await sessions.getChildren();
  const below = await Promise.all(
    roots.map(async (node) => (node.kind === 'group' ? sessions.getChildren(node) : [node])),
  );
  return below.flat();
}

export async function setSetting(key: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('agentLogbook')
    .update(key, value, vscode.ConfigurationTarget.Global);
}

/** Has the agent of the live session answer once more; `name` tells its response from all others. */
export function appendResponse(name: string): void {
  appendFileSync(
    workspace.live,
    `${JSON.stringify({
      type: 'assistant',
      uuid: randomUUID(),
      parentUuid: '22222222-2222-4222-8222-000000000002',
      sessionId: workspace.sessions.live.split(':')[1],
      timestamp: new Date().toISOString(),
      cwd: workspace.repository,
      gitBranch: workspace.branch,
      version: '2.1.329',
      isSidechain: false,
      requestId: `req_${name}`,
      message: {
        id: `msg_${name}`,
        role: 'assistant',
        model: 'claude-sonnet-4-5-20250929',
        content: [{ type: 'text', text: 'And on.' }],
        usage: { input_tokens: 10, output_tokens: 20 },
      },
    })}\n`,
  );
}
