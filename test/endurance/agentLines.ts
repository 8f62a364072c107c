/** Lines as the agents write them, in the shapes of today's versions. */

/** What one response used. */
export interface Tokens {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
}

export interface ClaudeTurn {
  session: string;
  cwd: string;
  branch: string;
  /** Unique over all sessions. */
  id: string;
  model: string;
  prompt: string;
  answer: string;
  tokens: Tokens;
  /** Set for a sub-agent's lines. */
  agentId?: string;
  /** Gives the time of the next line. */
  time(): string;
}

/** A prompt and its answer in two lines with one response's ids, of which the second has the final figure. */
export function claudeTurn(turn: ClaudeTurn): string[] {
  const { session, cwd, branch, id, tokens } = turn;
  const envelope = {
    ...{ isSidechain: turn.agentId !== undefined, userType: 'external', cwd, sessionId: session },
    ...{ version: '2.1.0', gitBranch: branch, ...(turn.agentId ? { agentId: turn.agentId } : {}) },
  };
  const answer = (part: string, output: number, content: object) => ({
    ...{
      ...envelope,
      parentUuid: `${id}-p`,
      type: 'assistant',
      uuid: `${id}-${part}`,
      timestamp: turn.time(),
    },
    requestId: `req_${id}`,
    message: {
      ...{ id: `msg_${id}`, type: 'message', role: 'assistant', model: turn.model },
      ...{ content: [content], stop_reason: null },
      usage: {
        input_tokens: tokens.input,
        cache_read_input_tokens: tokens.cacheRead,
        cache_creation_input_tokens: tokens.cacheWrite,
        output_tokens: output,
      },
    },
  });
  const prompt = {
    ...{ ...envelope, parentUuid: null, type: 'user', uuid: `${id}-p`, timestamp: turn.time() },
    message: { role: 'user', content: turn.prompt },
  };
  return [
    prompt,
    answer('a', 1, { type: 'thinking', thinking: `Thinking about ${id}`, signature: 'c2ln' }),
    answer('b', tokens.output, { type: 'text', text: turn.answer }),
  ].map((record) => JSON.stringify(record));
}

/** A line of one session as a fork of it has it. */
export function forkedLine(line: string, from: string, to: string): string {
  const record = JSON.parse(line) as { uuid: string };
  return JSON.stringify({
    ...record,
    sessionId: to,
    forkedFrom: { sessionId: from, messageUuid: record.uuid },
  });
}

export interface CodexTurn {
  session: string;
  id: string;
  prompt: string;
  answer: string;
  tokens: Tokens;
  /** Of the whole session, with this turn. */
  total: Tokens;
  time(): string;
}

/** The first line of a session, which names its branch. */
export function codexMeta(session: string, branch: string, at: string): string {
  const payload = {
    ...{ id: session, timestamp: at, cwd: '/work/app', source: 'cli', originator: 'codex-tui' },
    ...{ cli_version: '0.150.0', git: { branch } },
  };
  return JSON.stringify({ timestamp: at, type: 'session_meta', payload });
}

export function codexTurn({ session, id, prompt, answer, tokens, total, time }: CodexTurn): string[] {
  const line = (type: string, payload: object) => JSON.stringify({ timestamp: time(), type, payload });
  return [
    line('turn_context', { turn_id: `${session}-${id}`, cwd: '/work/app', model: 'gpt-5.1-codex' }),
    line('event_msg', { type: 'user_message', message: prompt }),
    line('response_item', {
      ...{ type: 'message', role: 'assistant' },
      content: [{ type: 'output_text', text: answer }],
    }),
    line('event_msg', {
      type: 'token_count',
      info: {
        ...{ total_token_usage: codexUsage(total), last_token_usage: codexUsage(tokens) },
        model_context_window: 272_000,
      },
    }),
  ];
}

/** This agent's input includes what was read from the cache. */
function codexUsage({ input, cacheRead, output }: Tokens): object {
  return {
    ...{ input_tokens: input + cacheRead, cached_input_tokens: cacheRead, output_tokens: output },
    ...{ reasoning_output_tokens: 0, total_tokens: input + cacheRead + output },
  };
}
