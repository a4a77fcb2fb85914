import type { Transport, WorkerTransportContext } from '@benchwright/load-driver';
import { createGrpcEndpointTransport, type GrpcEndpointOptions } from './grpc-endpoint.js';

/** Called in each generator thread; `options` are those of the run, see `WorkerTransportModule`. */
export function createWorkerTransport(options: unknown, ctx: WorkerTransportContext): Promise<Transport> {
  return createGrpcEndpointTransport(options as GrpcEndpointOptions, ctx);
}
