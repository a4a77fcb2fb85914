import type { Transport } from '../transport/transport.js';
import type { WorkerTransportContext } from '../workers/worker-transport.js';
import { createNullTransport, type NullTransportOptions } from './null-transport.js';

/** Called in each generator thread; see `WorkerTransportModule`. */
export function createWorkerTransport(options: unknown, ctx: WorkerTransportContext): Promise<Transport> {
  return createNullTransport(options as NullTransportOptions, ctx);
}
