import { addEvent, addLine, addMessage, isNew, seconds, type Thread } from './codexThread.js';
import type { OpenTurn } from './codexTurnStart.js';
import { addCount, addRecord, drawUsage, repeatCount } from './codexUsage.js';

/** The context is summed up; half of the times that is a response of its own. */
export function compact(thread: Thread): void {
  const { random, text } = thread.draft.world;
  const { int } = random;
  thread.draft.truth.compactions++;
  thread.at += int(4000, 30_000);
  if (random.chance(0.5)) {
    const tokens = drawUsage(thread, int(700, 2500), int(0, 300));
    addRecord(thread, tokens);
    addCount(thread, tokens);
  }
  thread.contextTokens = int(14_000, 26_000);
  thread.lastInput = 0;
  const asked = [{ type: 'input_text', text: text.prose(900) }];
  const summary = [{ type: 'output_text', text: text.prose(3000) }];
  addLine(thread, 'compacted', {
    message: '',
    replacement_history: [
      { type: 'message', role: 'user', content: asked },
      { type: 'message', role: 'assistant', content: summary },
    ],
    ...(isNew(thread) ? { window_number: int(2, 5) } : {}),
  });
  addEvent(thread, 'context_compacted', {});
}

export function abort(thread: Thread, { id, startedAt }: OpenTurn): void {
  thread.draft.truth.abortedTurns++;
  thread.at += thread.draft.world.random.int(300, 9000);
  const note = 'The user interrupted the previous turn on purpose.';
  addMessage(thread, 'user', `<turn_aborted>\n${note}\n</turn_aborted>`);
  const times = { completed_at: seconds(thread.at), duration_ms: thread.at - startedAt };
  addEvent(thread, 'turn_aborted', { ...id, reason: 'interrupted', ...times });
}

export function complete(thread: Thread, { id, startedAt }: OpenTurn, answer: string): void {
  if (!isNew(thread) && thread.draft.world.random.chance(0.3)) {
    repeatCount(thread);
  }
  if (thread.era !== 'old') {
    addEvent(thread, 'task_complete', {
      ...{ ...id, last_agent_message: answer, started_at: seconds(startedAt) },
      ...{ completed_at: seconds(thread.at), duration_ms: thread.at - startedAt },
    });
  }
}
