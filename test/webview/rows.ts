import type { OutlineRow } from '../../src/common/steps.js';

/** Row `seq` of a session: a text of the agent, unless told otherwise. */
export function row(seq: number, part: Partial<OutlineRow> = {}): OutlineRow {
  return {
    seq,
    id: seq + 1,
    uid: `u${seq}`,
    thread: null,
    at: seq,
    role: 'assistant',
    kind: 'text',
    preview: `row ${seq}`,
    bytes: 6,
    model: null,
    tool: null,
    branch: 0,
    copied: false,
    ...part,
  };
}

/** A tool call that has ended. */
export function tool(part: Partial<NonNullable<OutlineRow['tool']>>): NonNullable<OutlineRow['tool']> {
  return {
    callId: 'c',
    name: 'Bash',
    category: 'run',
    isError: false,
    endedAt: 1,
    outputBytes: 0,
    ...part,
  };
}
