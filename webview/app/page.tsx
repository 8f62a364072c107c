import { render, type ComponentChild } from 'preact';
import type { PanelStart } from '../../src/common/panelProtocol.js';
import { setAgentLabels } from './labels.js';
import { setBundle } from './strings.js';
import { ErrorState, Spinner } from './ui/states.js';
import { useQuery } from './useQuery.js';

/** Draws a page. */
export function showPage(page: ComponentChild): void {
  const root = document.getElementById('root');
  if (root) {
    render(page, root);
  }
}

/** Asks the host for what a page begins with, and sets up what every text of it needs. */
export async function begin<T extends PanelStart>(host: { start(): Promise<T> }): Promise<T> {
  const answer = await host.start();
  setBundle(answer.bundle);
  setAgentLabels(answer.agents);
  return answer;
}

/** A page that needs nothing but its start to be drawn. */
export function Started<T extends PanelStart>({
  host,
  children,
}: {
  host: { start(): Promise<T> };
  children: (start: T) => ComponentChild;
}) {
  const { value, error, retry } = useQuery('start', () => begin(host), { once: true });
  if (error !== undefined && !value) {
    return <ErrorState message={error} onRetry={retry} />;
  }
  return value ? <>{children(value)}</> : <Spinner />;
}
