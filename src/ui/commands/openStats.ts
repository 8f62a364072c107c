import type { Command } from './command.js';

export const openStats: Command = {
  id: 'agentLogbook.openStats',
  run(services, arg) {
    const focus = arg as { dimension?: unknown; key?: unknown } | null | undefined;
    services.stats.open(
      typeof focus?.dimension === 'string'
        ? { dimension: focus.dimension, key: typeof focus.key === 'string' ? focus.key : null }
        : undefined,
    );
  },
};
