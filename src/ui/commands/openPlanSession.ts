import type { PlanSummary } from '../../common/protocol.js';
import type { Command } from './command.js';

export const openPlanSession: Command = {
  id: 'agentLogbook.openPlanSession',
  run({ replay }, arg) {
    const plan = (arg as { plan?: PlanSummary } | null | undefined)?.plan;
    if (plan?.sessionId) {
      replay.open(plan.sessionId);
    }
  },
};
