import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { serve } from '../../../src/common/rpc.js';
import { receive } from '../../../src/store/handshake.js';
import type { LockRecord } from '../../../src/store/lockFile.js';
import { mutateJson, mutateText, oddTexts, wordsOf } from './mutate.js';
import type { Random } from '../random.js';
import type { Input, Target } from './target.js';

/** Lines, or texts that are no lines, as they come over the socket of an owner, and where the stream is torn in pieces. */
interface Stream {
  lines: string[];
  /** Bytes of each piece. */
  piece: number;
}

const longestGreeting = 4096;
const token = 'f0'.repeat(32);
const hello = (fields: object = {}): string =>
  JSON.stringify({ hello: 'agent-logbook', protocol: 1, version: '1', token, ...fields });
const call = (id: unknown, method: unknown, ...args: unknown[]): string =>
  JSON.stringify({ call: id, method, args });

/**
 * The socket of an owner: without the token nobody is answered, with it every call is, and nothing that comes over it throws
 * in the owner's process.
 */
export const wireTarget: Target = {
  name: 'wire',
  seeds: (): Stream[] => [
    { lines: [hello(), call(1, 'echo', 'x'), call(2, 'fails'), call(3, 'late', {})], piece: 1000 },
    { lines: [hello(), call(1, 'constructor'), call(2, 'toString'), call(3, '__proto__')], piece: 7 },
    { lines: [hello({ token: 'guess' }), call(1, 'echo', 'x')], piece: 64 },
    { lines: [hello({ protocol: 2 }), call(1, 'echo', 'x')], piece: 64 },
    { lines: [hello({ protocol: 0 }), call(1, 'echo', 'x')], piece: 64 },
    { lines: [call(1, 'echo', 'x'), hello()], piece: 64 },
  ],
  mutate: (input, random, other) => change(input as Stream, random, other as Stream),
  open: () => ({ try: (input) => (isStream(input) ? tryStream(input) : undefined) }),
};

const words = wordsOf([JSON.parse(hello()), JSON.parse(call(1, 'echo')), 'fails', 'late', 'reply', 'error']);

async function tryStream({ lines, piece }: Stream): Promise<void> {
  const written: string[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (data: Buffer, _encoding, done) => {
      written.push(data.toString());
      done();
    },
  });
  let clients = 0;
  let newer = 0;
  receive(
    socket as Socket,
    { lock: { token, protocol: 1, version: '1', pid: 1 } as LockRecord, home: '/home/dev' },
    {
      onNewer: () => newer++,
      onClient(port) {
        clients++;
        serve(port, {
          echo: (...args: unknown[]) => args[0],
          fails: () => Promise.reject(new Error('as it should')),
          late: () => new Promise((resolve) => setImmediate(() => resolve(1))),
          circle: () => {
            const value: Record<string, unknown> = {};
            return (value['self'] = value);
          },
        });
      },
    },
  );
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const size = Math.max(1, Math.trunc(piece) || 1);
  for (
    let at = 0;
    at < bytes.length && !socket.destroyed;
    at += Math.max(size, Math.ceil(bytes.length / 500))
  ) {
    socket.emit('data', bytes.subarray(at, at + Math.max(size, Math.ceil(bytes.length / 500))));
  }
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  socket.destroy();
  const first = parsed(bytes.toString().split('\n')[0] ?? '');
  // A greeting is short; what is longer is nobody's that we know.
  const isGreeted =
    first?.['hello'] === 'agent-logbook' && first['token'] === token && bytes.indexOf(10) <= longestGreeting;
  assert.equal(clients, isGreeted && first['protocol'] === 1 ? 1 : 0, 'who may come in');
  assert.ok(newer === 0 || (isGreeted && Number(first['protocol']) > 1), 'who may ask to hand over');
  assert.ok(isGreeted || written.length === 0, 'a stranger was answered');
  const asked = bytes
    .toString()
    .split('\n')
    .filter((line) => parsed(line)?.['call'] !== undefined).length;
  const replies = written
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('{"reply"'));
  assert.ok(replies.length <= asked, 'an answer that nobody asked for');
  for (const reply of replies) {
    assert.ok(!reply.includes('native code'), reply);
  }
}

function change(input: Stream, random: Random, other: Stream): Input {
  const lines = [...input.lines];
  const at = random.below(Math.max(1, lines.length));
  const line = lines[at] ?? hello();
  const value = parsed(line);
  switch (random.below(8)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, random.pick(other.lines.length > 0 ? other.lines : [hello()]));
      break;
    case 2:
      lines[at] = mutateText(line, random, oddTexts);
      break;
    case 3:
      return { lines, piece: 1 + random.below(200) };
    case 4:
      lines[at] = call(
        random.below(9),
        random.pick(['echo', 'circle', 'late', 'valueOf', '']),
        random.pick(oddTexts),
      );
      break;
    default:
      lines[at] = value === null ? line : (JSON.stringify(mutateJson(value, random, words)) ?? '');
  }
  return { ...input, lines: lines.slice(0, 30) };
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isStream(input: Input): input is Stream {
  const stream = input as Partial<Stream> | null;
  return (
    Array.isArray(stream?.lines) &&
    stream.lines.every((line) => typeof line === 'string') &&
    typeof stream.piece === 'number'
  );
}
