import { addEntry, addLine, envelope, type Draft, type SessionLines, type Talk } from './claudeLines.js';
import { addModelResponse, type Response } from './claudeResponse.js';
import { drawResult } from './claudeTools.js';

/** A sub-agent that a session is going to start. */
export interface SubAgent {
  agentId: string;
  kind: string;
  model: string;
  /** Writes its conversation, which begins when the session has come to `talk.at`, and moves that to its end. */
  run(talk: Talk, onResponse: (response: Response) => void): void;
}

/** Adds a conversation of `responses` answers to a file; sub-agents are started on the way, evenly. */
export function converse(
  draft: Draft,
  file: SessionLines,
  talk: Talk,
  responses: number,
  { subAgents = [], onResponse }: { subAgents?: SubAgent[]; onResponse?: (response: Response) => void } = {},
): void {
  const { random, text } = draft.world;
  addPrompt(draft, file, talk);
  for (let i = 0; i < responses; i++) {
    const isLast = i === responses - 1;
    const started: { agent: SubAgent | null; call: string } = { agent: null, call: '' };
    const response = addModelResponse(draft, file, talk, {
      isLast,
      task() {
        const pace = Math.max(2, Math.floor(responses / (subAgents.length + 1)));
        if (talk.isSide || subAgents.length === 0 || (i + 1) % pace !== 0 || isLast) {
          return null;
        }
        started.agent = subAgents.shift() ?? null;
        started.call = random.id('toolu_01', 22);
        const description = text.sentence().slice(0, 40);
        const input = { description, prompt: text.prose(700), subagent_type: started.agent?.kind };
        return { type: 'tool_use', id: started.call, name: 'Task', input, caller: { type: 'direct' } };
      },
    });
    onResponse?.(response);
    addResults(draft, file, talk, response);
    if (started.agent) {
      addTask(draft, file, talk, response, started.agent, started.call);
    }
    if (response.calls.length === 0 && !started.agent && !isLast && !talk.isSide) {
      addNextTurn(draft, file, talk, response.startedAt);
    }
    if (talk.contextTokens > (talk.model.includes('sonnet-4-5') ? 480_000 : 165_000)) {
      compact(draft, file, talk);
    }
  }
}

function addPrompt(draft: Draft, file: SessionLines, talk: Talk): void {
  const { random, text } = draft.world;
  const content = text.prose(Math.min(6000, random.logNormal(220, 1)));
  addEntry(draft, file, talk, {
    type: 'user',
    message: { role: 'user', content },
    ...(talk.isSide
      ? {}
      : {
          thinkingMetadata: { level: 'high', disabled: false, triggers: [] },
          todos: [],
          permissionMode: random.pick(['default', 'acceptEdits', 'plan']),
        }),
  });
}

function addResults(draft: Draft, file: SessionLines, talk: Talk, { calls, lastUuid }: Response): void {
  const { random, text, pools } = draft.world;
  const { int, chance, logNormal } = random;
  for (const call of calls) {
    talk.at += Math.floor(Math.min(120_000, logNormal(900, 1.4)));
    const isError = chance(0.05);
    draft.truth.toolErrors += isError ? 1 : 0;
    const failure = isError ? `<tool_use_error>${text.sentence()}</tool_use_error>` : '';
    const { content, kept } = isError
      ? { content: failure, kept: `Error: ${failure}` }
      : drawResult(draft.world, call);
    if (call.name === 'Bash' && chance(0.08)) {
      for (let left = int(1, 3) - 1; left >= 0; left--) {
        const output = text.cut(pools.code, 200);
        addEntry(draft, file, talk, {
          type: 'progress',
          data: {
            ...{ type: 'bash_progress', output, fullOutput: text.cut(pools.code, 400) },
            ...{ elapsedTimeSeconds: int(2, 60), totalLines: int(1, 99) },
          },
          toolUseID: `bash-progress-${left}`,
          parentToolUseID: call.id,
        });
      }
    }
    const told = isError ? { is_error: true } : call.name === 'Bash' ? { is_error: false } : {};
    const result = { tool_use_id: call.id, type: 'tool_result', content, ...told };
    addEntry(draft, file, talk, {
      type: 'user',
      message: { role: 'user', content: [result] },
      toolUseResult: kept,
      sourceToolAssistantUUID: lastUuid,
    });
    if (call.name === 'Edit' && chance(0.4)) {
      addSnapshot(draft, file, talk, call.file);
    }
  }
}

/** Keeps a file's state before a change, as the agent does beside the conversation. */
function addSnapshot(draft: Draft, file: SessionLines, talk: Talk, changed: string): void {
  const timestamp = new Date(talk.at).toISOString();
  const backup = { backupFileName: `${draft.world.random.hex(16)}@v1`, version: 1, backupTime: timestamp };
  const snapshot = { messageId: talk.parent, trackedFileBackups: { [changed]: backup }, timestamp };
  addLine(draft, file, {
    type: 'file-history-snapshot',
    ...{ messageId: talk.parent, snapshot, isSnapshotUpdate: true },
  });
}

/** A sub-agent, half of whose responses are embedded in the parent with their usage again: they must not count there. */
function addTask(
  draft: Draft,
  file: SessionLines,
  talk: Talk,
  response: Response,
  agent: SubAgent,
  call: string,
): void {
  const { random, text } = draft.world;
  const startedAt = talk.at;
  agent.run(talk, ({ messageId, requestId, usage, outputTokens, blocks }) => {
    const told = usage(outputTokens);
    if (random.chance(0.5)) {
      const message = {
        ...{ model: agent.model, id: messageId, type: 'message', role: 'assistant' },
        ...{ content: [blocks.at(-1)], stop_reason: null, stop_sequence: null, usage: told },
      };
      const timestamp = new Date(talk.at).toISOString();
      const embedded = { type: 'assistant', timestamp, message, requestId, uuid: random.uuid() };
      addEntry(draft, file, talk, {
        type: 'progress',
        data: { message: embedded, type: 'agent_progress', prompt: '', agentId: agent.agentId },
        toolUseID: `agent_${messageId}`,
        parentToolUseID: call,
      });
    }
  });
  const report = [{ type: 'text', text: text.prose(1800) }];
  addEntry(draft, file, talk, {
    type: 'user',
    message: {
      role: 'user',
      content: [{ tool_use_id: call, type: 'tool_result', content: report }],
    },
    toolUseResult: {
      ...{ status: 'completed', prompt: '', agentId: agent.agentId },
      content: [{ type: 'text', text: text.prose(200) }],
      totalDurationMs: talk.at - startedAt + 1000,
      totalTokens: random.int(9000, 90_000),
      totalToolUseCount: random.int(2, 40),
      usage: response.usage(50),
    },
    sourceToolAssistantUUID: response.lastUuid,
  });
}

function addNextTurn(draft: Draft, file: SessionLines, talk: Talk, startedAt: number): void {
  const { random, text } = draft.world;
  addLine(draft, file, {
    ...envelope(talk),
    ...{ type: 'system', subtype: 'turn_duration', durationMs: talk.at - startedAt },
    ...{ timestamp: new Date(talk.at).toISOString(), uuid: random.uuid(), isMeta: false },
  });
  talk.at += random.int(20_000, 900_000);
  addPrompt(draft, file, talk);
  if (random.chance(0.06)) {
    const timestamp = new Date(talk.at).toISOString();
    addLine(draft, file, {
      ...{ type: 'queue-operation', operation: 'enqueue', timestamp, sessionId: talk.sessionId },
      content: text.prose(80),
    });
  }
  if (random.chance(0.02)) {
    addEntry(draft, file, talk, syntheticError(random.uuid()));
  }
}

/** What the agent writes in the model's name when the service fails: a usage of zeros, no response. */
function syntheticError(id: string): { type: string } & Record<string, unknown> {
  const error = 'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
  return {
    type: 'assistant',
    message: {
      ...{ id, container: null, model: '<synthetic>', role: 'assistant', stop_reason: 'stop_sequence' },
      ...{ stop_sequence: '', type: 'message' },
      usage: {
        ...{ input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
        server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
        service_tier: null,
        cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 0 },
      },
      content: [{ type: 'text', text: error }],
      context_management: null,
    },
    isApiErrorMessage: true,
    error: 'server_error',
  };
}

function compact(draft: Draft, file: SessionLines, talk: Talk): void {
  const { random, text } = draft.world;
  addEntry(draft, file, talk, {
    ...{ type: 'system', subtype: 'compact_boundary', content: 'Conversation compacted' },
    ...{ isMeta: false, level: 'info' },
    compactMetadata: { trigger: 'auto', preTokens: talk.contextTokens },
    logicalParentUuid: talk.parent,
  });
  talk.contextTokens = random.int(18_000, 30_000);
  const intro = 'This session is being continued from a previous conversation that ran out of context. ';
  addEntry(draft, file, talk, {
    type: 'user',
    message: { role: 'user', content: intro + text.prose(5000) },
    ...{ isVisibleInTranscriptOnly: true, isCompactSummary: true },
  });
}
