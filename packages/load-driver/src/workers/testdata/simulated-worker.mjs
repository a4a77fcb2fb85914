// A transport for worker tests: answers after a millisecond; can be told to kill its thread at a given request.
import { createSimulatedTransport, TargetUnreachableError } from '../../../dist/index.js';

export function createWorkerTransport(options, { clock, slice }) {
  if (options.unreachable) throw new TargetUnreachableError('127.0.0.1:1', ['127.0.0.1:1: CONNECT_REFUSED'], 'Start it.');
  return createSimulatedTransport({
    slots: 50,
    clock,
    serviceNs: (sequence) => {
      if (slice.index === options.dieInWorker && sequence === options.dieAt) process.exit(7);
      return 1e6;
    },
  });
}
