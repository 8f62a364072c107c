import type { StoreApi } from '../common/protocol.js';

/** The owner's side of the protocol. */
export interface Service {
  api: StoreApi;
  close(): Promise<void>;
}
