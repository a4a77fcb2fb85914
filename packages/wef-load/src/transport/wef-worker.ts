import type { WorkerTransport, WorkerTransportContext } from '@benchwright/load-driver';
import { createWefTransport, type WefSendOptions } from './create-wef-transport.js';

/** Called in each generator thread; `options` are those of the trial, see `WorkerTransportModule`. */
export function createWorkerTransport(
  options: unknown,
  ctx: WorkerTransportContext,
): Promise<WorkerTransport> {
  return createWefTransport(options as WefSendOptions, ctx);
}
