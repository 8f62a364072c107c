/** The name of an agent from its id: `copilot-cli` is Copilot Cli. */
export function agentLabel(id: string): string {
  return id
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');
}
