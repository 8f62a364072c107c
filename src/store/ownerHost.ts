import type { Socket } from 'node:net';
import type { Changed } from '../common/protocol.js';
import type { StoreApi } from '../common/storeApi.js';
import { serve } from '../common/rpc.js';
import { receive } from './handshake.js';
import type { LockRecord } from './lockFile.js';
import type { SocketPort } from './socketPort.js';

/** The owner's connections to all other processes. */
export interface OwnerHost {
  accept(socket: Socket, lock: LockRecord): void;
  announce(changed: Changed): void;
  clients(): number;
  /** Ends every connection; what waits on them is asked again from the next owner. */
  close(): void;
}

/** Answers clients from `api`, whose functions may wait until the database is open. `onNewer` is asked to hand over. */
export function createOwnerHost(options: { api: StoreApi; home: string; onNewer(): void }): OwnerHost {
  const sockets = new Set<Socket>();
  const ports = new Set<SocketPort>();
  let closed = false;
  return {
    accept(socket, lock) {
      if (closed) {
        socket.destroy();
        return;
      }
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      receive(
        socket,
        { lock, home: options.home },
        {
          onNewer: options.onNewer,
          onClient(port) {
            ports.add(port);
            const served = serve(port, options.api);
            socket.once('close', () => {
              ports.delete(port);
              served.dispose();
            });
          },
        },
      );
    },
    announce(changed) {
      for (const port of ports) {
        port.post({ changed });
      }
    },
    clients: () => ports.size,
    close() {
      closed = true;
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}
