import { addCall, drawKind, type Call } from './codexCalls.js';
import { addCompleted, addEvent, addItem, addMessage, isNew, type Thread } from './codexThread.js';
import { abort, compact, complete } from './codexTurnEnd.js';
import { openTurn } from './codexTurnStart.js';
import { addCount, addRecord, drawUsage, repeatCount } from './codexUsage.js';

export interface TurnOptions {
  /** The thread ends with it: it is neither aborted nor rolled back. */
  isFinal: boolean;
  /** Begins with the permissions and the surroundings, whatever went before. */
  isFirst?: boolean;
  responses?: number;
  prompt?: string;
  /** A sub-agent that is started at one of the responses. */
  spawn?: { at: number; prompt: string; run(parent: Thread): Thread };
}

/** Adds a turn: a prompt, the model's responses with their calls, and how it ended. */
export function addTurn(thread: Thread, options: TurnOptions): void {
  const { random } = thread.draft.world;
  const { int, chance, logNormal } = random;
  const turn = openTurn(thread, options.isFirst === true, options.prompt);
  const responses = options.responses ?? Math.max(1, Math.min(60, Math.round(logNormal(5, 0.8))));
  const abortAt = !options.isFinal && chance(0.06) ? int(0, responses - 1) : -1;
  let answer = '';
  for (let i = 0; i < responses; i++) {
    const isLast = i === responses - 1;
    const isSpawning = options.spawn && i === Math.min(options.spawn.at, responses - 2);
    answer = addResponse(thread, isLast, isSpawning ? options.spawn : undefined) ?? answer;
    if (thread.contextTokens > 225_000) {
      compact(thread);
    }
    if (i === abortAt) {
      abort(thread, turn);
      break;
    }
    if (isLast) {
      complete(thread, turn, answer);
    }
  }
  thread.turns.push(thread.turnUsage);
  if (!options.isFinal && thread.era !== 'old' && chance(0.03)) {
    const { truth } = thread.draft;
    truth.rolledBackTurns++;
    thread.at += int(2000, 60_000);
    addEvent(thread, 'thread_rolled_back', { num_turns: 1 });
    truth.apart.rolledBack += thread.turnUsage.reduce((sum, { total_tokens }) => sum + total_tokens, 0);
  }
}

/** Adds a response with its calls; returns what the model said, if anything. */
function addResponse(thread: Thread, isLast: boolean, spawn: TurnOptions['spawn']): string | null {
  const { random } = thread.draft.world;
  const { int, chance, logNormal, id } = random;
  thread.at += int(1500, 22_000);
  thread.contextTokens += Math.floor(Math.min(9000, logNormal(420, 1)));
  const reasoning = chance(0.6) ? Math.floor(logNormal(160, 1)) : 0;
  if (reasoning > 0) {
    addReasoning(thread, reasoning);
  }
  const answer = isLast || chance(0.3) ? addAnswer(thread, isLast) : null;
  let length = answer?.length ?? 0;
  let left = 0;
  if (!isLast) {
    left = chance(0.15) ? int(2, 3) : 1;
  }
  const kinds = Array.from({ length: left }, () => drawKind(thread));
  const calls = kinds.map((kind): Call => addCall(thread, kind));
  length = calls.reduce((sum, call) => sum + call.length, length);
  let spawnId = '';
  if (spawn) {
    spawnId = id('call_', 24);
    length += 300;
    const input = { message: spawn.prompt, task_name: `task_${random.hex(4)}` };
    const name = { name: 'spawn_agent', namespace: 'collaboration' };
    addItem(thread, 'function_call', { ...name, arguments: JSON.stringify(input), call_id: spawnId });
  }
  const tokens = drawUsage(thread, Math.ceil(length / 4.2) + reasoning + int(4, 30), reasoning);
  thread.contextTokens += Math.ceil(length / 4);
  addRecord(thread, tokens);
  for (const call of calls) {
    thread.at += int(20, 6000);
    call.finish();
  }
  addCount(thread, tokens);
  if (!isNew(thread) && chance(0.12)) {
    thread.at += int(5, 900);
    repeatCount(thread);
  }
  if (spawn) {
    addSpawned(thread, spawnId, spawn.prompt, spawn.run(thread));
  }
  return answer;
}

function addReasoning(thread: Thread, tokens: number): void {
  const { random, text, pools } = thread.draft.world;
  const { chance, id } = random;
  const title = `**${text.sentence().trim()}**\n\n`;
  const summary = title + text.prose(Math.min(1500, tokens * 2));
  if (isNew(thread)) {
    const said = { summary_text: [summary], raw_content: [] };
    addCompleted(thread, { type: 'Reasoning', id: id('rs_', 50), ...said });
  } else if (chance(0.5)) {
    addEvent(thread, 'agent_reasoning', { text: summary });
  }
  addItem(thread, 'reasoning', {
    ...(isNew(thread) ? { id: id('rs_', 50) } : {}),
    ...{ summary: [{ type: 'summary_text', text: summary }], content: null },
    encrypted_content: text.cut(pools.signature, Math.min(6000, 200 + tokens * 4)),
  });
}

function addAnswer(thread: Thread, isLast: boolean): string {
  const { random, text } = thread.draft.world;
  const length = isLast ? random.logNormal(700, 0.9) : random.logNormal(130, 0.6);
  const answer = text.prose(Math.min(6000, length));
  const phase = thread.era === 'old' ? {} : { phase: isLast ? 'final_answer' : 'commentary' };
  if (isNew(thread)) {
    const content = [{ type: 'Text', text: answer }];
    addCompleted(thread, { type: 'AgentMessage', id: random.id('msg_', 30), content });
  } else {
    addEvent(thread, 'agent_message', { message: answer, ...phase });
  }
  addMessage(thread, 'assistant', answer, phase);
  return answer;
}

function addSpawned(thread: Thread, call: string, prompt: string, child: Thread): void {
  thread.at += thread.draft.world.random.int(500, 4000);
  if (isNew(thread)) {
    const item = { type: 'CollabAgentToolCall', id: call, receiver_thread_ids: [child.id], prompt };
    addCompleted(thread, item);
    const agent = { agent_thread_id: child.id, agent_path: '/root/task' };
    addEvent(thread, 'sub_agent_activity', { kind: 'started', ...agent });
  } else {
    addEvent(thread, 'collab_agent_spawn_end', {
      ...{ call_id: call, sender_thread_id: thread.id, new_thread_id: child.id },
      ...{ new_agent_nickname: child.nickname, new_agent_role: 'explorer', prompt },
      ...{ model: child.model, status: 'pending_init' },
    });
  }
  const output = JSON.stringify({ agent_id: child.id, nickname: child.nickname });
  addItem(thread, 'function_call_output', { call_id: call, output });
}
