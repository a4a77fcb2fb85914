// A transport for worker tests: answers after a millisecond; can be told to kill its thread at a given request, or to fail.
import { createSimulatedTransport, TargetUnreachableError } from '../../../dist/index.js';

export function createWorkerTransport(options, { clock, outcomes, slice }) {
  if (options.unreachable) throw new TargetUnreachableError('127.0.0.1:1', ['127.0.0.1:1: CONNECT_REFUSED'], 'Start it.');
  const refused = outcomes.codeOf('REFUSED');
  const transport = createSimulatedTransport({
    slots: 50,
    clock,
    outcome: () => (slice.index === options.failInWorker ? refused : 0),
    serviceNs: (sequence) => {
      if (slice.index === options.dieInWorker && sequence === options.dieAt) process.exit(7);
      return 1e6;
    },
  });
  if (options.failInWorker === undefined) return transport;
  const firstErrorOf = (outcome) => (outcome === refused ? `worker ${slice.index} was told: not today` : undefined);
  return Object.assign(transport, { firstErrorOf });
}
