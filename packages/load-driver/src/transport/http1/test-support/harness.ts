import { afterEach } from 'vitest';
import { VirtualClock } from '../../../clock/virtual-clock.js';
import { OutcomeTable } from '../../outcome-table.js';
import type { Http1TransportOptions } from '../http1-options.js';
import { createHttp1Transport, type Http1Transport } from '../http1-transport.js';
import { buildRequest } from '../request-bytes.js';
import { fixedRequest } from '../request-sources.js';
import { RecordingSink } from './recording-sink.js';

/** A transport under test, with time that stands still until the test moves it. */
export interface Harness {
  readonly transport: Http1Transport;
  readonly sink: RecordingSink;
  readonly clock: VirtualClock;
  readonly outcomes: OutcomeTable;
  /** Sends on slots 0 to `count` − 1 and resolves when that many more have completed. */
  sendAll(count?: number): Promise<void>;
  /** The error classes of everything completed so far, in order; `ok` for a success. */
  results(): string[];
}

const cleanups: (() => Promise<void>)[] = [];

/** Has something undone after the test, whatever its end; last come, first undone. */
export function afterThisTest(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export const getRequest = buildRequest({ path: '/', host: '127.0.0.1' });

/** The options of a test transport: one shared connection, 1 s allowed. */
export function harness(options: Partial<Http1TransportOptions> & { port: number }): Harness {
  const outcomes = new OutcomeTable();
  const clock = new VirtualClock();
  const sink = new RecordingSink();
  const transport = createHttp1Transport({
    host: '127.0.0.1',
    connections: 1,
    connectionPolicy: 'shared',
    requests: fixedRequest(getRequest),
    timeoutNs: 1e9,
    connectTimeoutNs: 1e9,
    outcomes,
    clock,
    ...options,
  });
  afterThisTest(() => transport.close());
  return {
    transport,
    sink,
    clock,
    outcomes,
    sendAll: async (count = 1) => {
      const before = sink.completions.length;
      for (let slot = 0; slot < count; slot++) transport.send(slot, slot);
      await sink.completed(before + count);
    },
    results: () => sink.completions.map(({ outcome }) => outcomes.nameOf(outcome)),
  };
}

/** The same, opened. */
export async function openHarness(
  options: Partial<Http1TransportOptions> & { port: number },
): Promise<Harness> {
  const made = harness(options);
  await made.transport.open(made.sink);
  return made;
}
