import type { Socket } from 'node:net';
import { Emitter } from '../common/event.js';
import type { Port } from '../common/rpc.js';

/** A socket as a port: one JSON value a line, each way. */
export interface SocketPort extends Port {
  /** The longest line that is accepted from now on, in bytes. A longer or malformed one closes the connection. */
  limit(bytes: number): void;
  /** Sends what is under way and closes. */
  end(): void;
}

/** The answers of a peer that does not read them are kept in memory up to this many bytes, then it is cut off. */
const largestBacklog = 512 * 1024 * 1024;

const newline = 0x0a;

export function socketPort(socket: Socket, maxBytes: number): SocketPort {
  const messages = new Emitter<unknown>();
  let longest = maxBytes;
  let parts: Buffer[] = [];
  let length = 0;

  const keep = (part: Buffer): boolean => {
    length += part.length;
    if (length > longest) {
      socket.destroy();
      return false;
    }
    parts.push(part);
    return true;
  };
  const onData = (data: Buffer) => {
    let from = 0;
    for (let at = data.indexOf(newline); at >= 0; at = data.indexOf(newline, from)) {
      if (!keep(data.subarray(from, at))) {
        return;
      }
      const line = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      parts = [];
      length = 0;
      from = at + 1;
      const message = parseLine(line);
      if (message === undefined) {
        socket.destroy();
      } else {
        messages.fire(message);
      }
      if (socket.destroyed) {
        return;
      }
    }
    if (from < data.length) {
      keep(data.subarray(from));
    }
  };
  socket.on('data', onData);
  // What happened to the connection is told by 'close', which always follows.
  socket.on('error', () => undefined);

  return {
    post(message) {
      if (socket.destroyed || socket.writableEnded) {
        return;
      }
      socket.write(`${JSON.stringify(message)}\n`);
      if (socket.writableLength > largestBacklog) {
        socket.destroy();
      }
    },
    onMessage: messages.event,
    limit(bytes) {
      longest = bytes;
    },
    end: () => void socket.end(),
  };
}

function parseLine(line: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
