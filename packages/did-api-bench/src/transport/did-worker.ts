import type { WorkerTransport, WorkerTransportContext } from '@benchwright/load-driver';
import type { DidTransportOptions } from './did-options.js';
import { createDidTransport } from './did-transport.js';

/** Called in each generator thread; `options` are those of the trial, see `WorkerTransportModule`. */
export function createWorkerTransport(options: unknown, ctx: WorkerTransportContext): WorkerTransport {
  return createDidTransport(options as DidTransportOptions, ctx);
}
