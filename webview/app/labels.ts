import * as names from '../../src/common/agentLabels.js';

let labels: names.AgentLabels = {};

/** The names that the host has. */
export function setAgentLabels(next: names.AgentLabels): void {
  labels = next;
}

/** How an agent is called. */
export function agentLabel(id: string): string {
  return names.agentLabel(labels, id);
}
