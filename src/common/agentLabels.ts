/** Names of agents by their ids, as the importers have them. */
export type AgentLabels = Readonly<Record<string, string>>;

/** How an agent is called. One that the table does not have (of a newer version's store) is called by its id. */
export function agentLabel(labels: AgentLabels, id: string): string {
  return Object.hasOwn(labels, id) ? (labels[id] ?? id) : id;
}
