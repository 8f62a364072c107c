import { fingerprint, remember, str, type Json } from '../fields.js';
import { message } from './messages.js';
import type { Envelope, Reading } from './state.js';

/**
 * A line about the queue of what the user types while the agent works. What leaves it by `dequeue` comes as a prompt of its
 * own. What leaves it by `remove` went to the model amid its work: versions that write no attachment for that tell it nowhere
 * else, so it is a prompt here.
 */
export function queueOperation(line: Json, envelope: Envelope, reading: Reading): void {
  const { queue } = reading.state;
  const content = str(line.content);
  switch (line.operation) {
    case 'enqueue':
      // Commands and notifications come back in another form.
      if (content !== undefined && envelope.at !== null && !/^\s*(?:[</!]|$)/.test(content)) {
        remember(queue, { at: envelope.at, text: content.trim().slice(0, longest), left: false }, 8);
      }
      return;
    case 'dequeue': {
      const first = queue.find(({ left }) => !left);
      if (first !== undefined) {
        first.left = true;
      }
      return;
    }
    case 'remove': {
      const first = queue.find(({ left }) => !left);
      if (first !== undefined) {
        first.left = true;
        const uuid = `queued-${first.at}-${fingerprint(first.text)}`;
        message(
          { role: 'user', kind: 'prompt', text: first.text, queued: true },
          {
            ...{ ...envelope, uuid },
            ...(reading.state.cwd === null ? {} : { cwd: reading.state.cwd }),
            ...(reading.state.branch === null ? {} : { branch: reading.state.branch }),
          },
          reading,
        );
        remember(reading.state.toldFromQueue, fingerprint(first.text), 8);
      }
      return;
    }
    case 'popAll':
      // Back in the user's hands.
      queue.length = 0;
      return;
  }
}

/** Whether a prompt waited in the queue, which it leaves. Several that waited may come as one. */
export function waited(text: string, at: number | null, { state }: Reading): boolean {
  const whole = `\n${text.trim()}\n`;
  const since = state.queue
    .filter((entry) => isPart(entry.text, whole))
    .map((entry) => (at ?? Infinity) - entry.at);
  state.queue = state.queue.filter((entry) => !isPart(entry.text, whole));
  return since.some((ms) => ms >= shortestWait);
}

/** Whether an attachment repeats what was told when it left the queue. */
export function isToldFromQueue(text: string, { state }: Reading): boolean {
  return state.toldFromQueue.includes(fingerprint(text.trim().slice(0, longest)));
}

/** Characters of a prompt: the queue is stored with each commit. */
const longest = 4000;
/** Milliseconds. Every prompt passes through the queue; one that waits for nothing leaves it at once. */
const shortestWait = 1000;

function isPart(text: string, whole: string): boolean {
  return text.length === longest ? whole.includes(`\n${text}`) : whole.includes(`\n${text}\n`);
}
