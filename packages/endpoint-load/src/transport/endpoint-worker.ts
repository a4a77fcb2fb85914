import type { Transport, WorkerTransportContext } from '@benchwright/load-driver';
import { createEndpointTransport, type EndpointOptions } from './endpoint-transport.js';

/** Called in each generator thread; `options` are those of the run, see `WorkerTransportModule`. */
export function createWorkerTransport(options: unknown, ctx: WorkerTransportContext): Promise<Transport> {
  return createEndpointTransport(options as EndpointOptions, ctx);
}
