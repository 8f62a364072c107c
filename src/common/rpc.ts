import type { Disposable } from './lifecycle.js';

/**
 * The one protocol for every border: webview ↔ host, host ↔ worker, process ↔ process. The TypeScript interface of the
 * other end is the protocol. Payloads are plain JSON; every call is answered with a value or an error; events may be lost.
 */

/** One end of a message channel. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposable;
}

/** The functions that one end offers, seen from the other. */
export type Remote<T> = {
  // eslint-disable-next-line typescript/no-explicit-any -- a caller's own interface gives the types; this is their common shape.
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

/** A call that could not be answered. `reason` tells a caller whether trying again can help. */
export class RpcError extends Error {
  constructor(
    message: string,
    readonly reason: 'failed' | 'timeout' | 'disconnected' | 'unknown-method',
  ) {
    super(message);
    this.name = 'RpcError';
  }
}

interface Call {
  call: number;
  method: string;
  args: unknown[];
}

interface Reply {
  reply: number;
  value?: unknown;
  error?: { message: string; reason: RpcError['reason'] };
}

/**
 * Answers calls from the other end. Only own properties of `api` can be called. After it is disposed nothing is answered: the
 * other end is gone, or waits for nobody.
 */
export function serve<T extends object>(port: Port, api: T): Disposable {
  const methods = api as Record<string, (...args: unknown[]) => unknown>;
  let disposed = false;
  const listener = port.onMessage((message) => {
    if (!isCall(message)) {
      return;
    }
    void answer(methods, message).then((reply) => {
      if (!disposed) {
        postReply(port, reply);
      }
    });
  });
  return {
    dispose() {
      disposed = true;
      listener.dispose();
    },
  };
}

/** A value that cannot be posted, because it is too large or no plain JSON, is the failure of its call and of nothing else. */
function postReply(port: Port, reply: Reply): void {
  try {
    port.post(reply);
  } catch (error) {
    const message = `The answer could not be sent: ${error instanceof Error ? error.message : String(error)}`;
    try {
      port.post({ reply: reply.reply, error: { message, reason: 'failed' } } satisfies Reply);
    } catch {
      // Nothing can be posted any more: the other end has closed, and what ends with it is told by its owner.
    }
  }
}

/**
 * Calls the other end. Disposing rejects whatever still waits. `limit` bounds each call, in milliseconds, for all methods or
 * by method; 0 waits for ever.
 */
export function connect<T extends object>(
  port: Port,
  limit: number | ((method: string) => number) = 30_000,
): { api: Remote<T> } & Disposable {
  const waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void; timer?: unknown }
  >();
  let lastCall = 0;
  let disposed = false;

  const settle = (id: number) => {
    const entry = waiting.get(id);
    waiting.delete(id);
    clearTimer(entry?.timer);
    return entry;
  };
  const listener = port.onMessage((message) => {
    if (isReply(message)) {
      const entry = settle(message.reply);
      if (message.error) {
        entry?.reject(new RpcError(message.error.message, message.error.reason));
      } else {
        entry?.resolve(message.value);
      }
    }
  });
  const send = (method: string, args: unknown[]) =>
    new Promise((resolve, reject) => {
      if (disposed) {
        reject(new RpcError('Disconnected', 'disconnected'));
        return;
      }
      const call = ++lastCall;
      const timeoutMs = typeof limit === 'number' ? limit : limit(method);
      const timer =
        timeoutMs > 0
          ? setTimer(
              () =>
                settle(call)?.reject(new RpcError(`No answer to ${method} after ${timeoutMs} ms`, 'timeout')),
              timeoutMs,
            )
          : undefined;
      waiting.set(call, { resolve, reject, timer });
      try {
        port.post({ call, method, args } satisfies Call);
      } catch (error) {
        settle(call);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });

  const api = new Proxy({} as Remote<T>, {
    // A proxy that has `then` would be taken for a promise.
    get: (_, method) =>
      typeof method === 'symbol' || method === 'then'
        ? undefined
        : (...args: unknown[]) => send(method, args),
  });
  return {
    api,
    dispose() {
      disposed = true;
      listener.dispose();
      for (const id of [...waiting.keys()]) {
        settle(id)?.reject(new RpcError('Disconnected', 'disconnected'));
      }
    },
  };
}

async function answer(
  methods: Record<string, (...args: unknown[]) => unknown>,
  { call, method, args }: Call,
): Promise<Reply> {
  const fn = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!fn) {
    return { reply: call, error: { message: `No such method: ${method}`, reason: 'unknown-method' } };
  }
  try {
    return { reply: call, value: await fn(...args) };
  } catch (error) {
    // A relay passes on the reason that its own call met, so that the first caller can still decide whether to retry.
    const reason = error instanceof RpcError ? error.reason : 'failed';
    return {
      reply: call,
      error: { message: error instanceof Error ? error.message : String(error), reason },
    };
  }
}

function isCall(message: unknown): message is Call {
  const m = message as Partial<Call> | null;
  return (
    typeof m === 'object' &&
    m !== null &&
    typeof m.call === 'number' &&
    typeof m.method === 'string' &&
    Array.isArray(m.args)
  );
}

function isReply(message: unknown): message is Reply {
  return (
    typeof message === 'object' && message !== null && typeof (message as Partial<Reply>).reply === 'number'
  );
}

// `common` is compiled without Node's and the browser's types; timers are the one thing both have.
declare function setTimeout(callback: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;
const setTimer = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms);
  (timer as { unref?: () => void }).unref?.();
  return timer;
};
const clearTimer = (timer: unknown) => (timer === undefined ? undefined : clearTimeout(timer));
