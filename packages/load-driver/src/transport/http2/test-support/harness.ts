import { VirtualClock } from '../../../clock/virtual-clock.js';
import { afterThisTest } from '../../http1/test-support/harness.js';
import { RecordingSink } from '../../http1/test-support/recording-sink.js';
import { OutcomeTable } from '../../outcome-table.js';
import { createGrpcTransport, type GrpcTransportOptions } from '../grpc-transport.js';
import type { Http2TransportOptions } from '../http2-options.js';
import { fixedHttp2Request, prepareHttp2Request } from '../http2-request.js';
import { createHttp2Transport, type Http2Transport } from '../http2-transport.js';

/** A transport under test, with time that stands still until the test moves it. */
export interface Harness {
  readonly transport: Http2Transport;
  readonly sink: RecordingSink;
  readonly clock: VirtualClock;
  readonly outcomes: OutcomeTable;
  /** Sends on slots 0 to `count` − 1 and resolves when that many more have completed. */
  sendAll(count?: number): Promise<void>;
  /** Sends and completes `total` requests, the next on each slot from inside the completion of the one before. */
  sendInLoop(total: number): Promise<void>;
  /** The error classes of everything completed so far, in order; `ok` for a success. */
  results(): string[];
  /** What the first failure of this class said. */
  said(errorClass: string): string | undefined;
}

export const getRequest = prepareHttp2Request({ path: '/', authority: '127.0.0.1' });

/** A transport of plain HTTP/2: one shared connection with four streams, 1 s allowed. */
export function harness(options: Partial<Http2TransportOptions> & { port: number }): Harness {
  const common = commonOptions();
  const transport = createHttp2Transport({
    host: '127.0.0.1',
    kind: 'http',
    requests: fixedHttp2Request(getRequest),
    ...common,
    ...options,
  });
  return around(
    transport,
    options.clock instanceof VirtualClock ? { ...common, clock: options.clock } : common,
  );
}

/** The same, opened. */
export async function openHarness(
  options: Partial<Http2TransportOptions> & { port: number },
): Promise<Harness> {
  const made = harness(options);
  await made.transport.open(made.sink);
  return made;
}

/** A gRPC transport with the same defaults, opened. */
export async function openGrpcHarness(
  options: Partial<GrpcTransportOptions> & { port: number },
): Promise<Harness> {
  const common = commonOptions();
  const { port, ...rest } = options;
  const transport = createGrpcTransport({
    address: `127.0.0.1:${port}`,
    path: '/test.Service/Method',
    messages: { bytesFor: () => MESSAGE },
    ...common,
    ...rest,
  });
  const made = around(transport, common);
  await transport.open(made.sink);
  return made;
}

export const MESSAGE = Buffer.from('the request message');

function commonOptions() {
  return {
    connections: 1,
    streamsPerConnection: 4,
    connectionPolicy: 'shared' as const,
    timeoutNs: 1e9,
    connectTimeoutNs: 1e9,
    outcomes: new OutcomeTable(),
    clock: new VirtualClock(),
  };
}

function around(
  transport: Http2Transport,
  { outcomes, clock }: { outcomes: OutcomeTable; clock: VirtualClock },
): Harness {
  const sink = new RecordingSink();
  afterThisTest(() => transport.close());
  let sequence = 0;
  return {
    transport,
    sink,
    clock,
    outcomes,
    sendAll: async (count = 1) => {
      const before = sink.completions.length;
      for (let slot = 0; slot < count; slot++) transport.send(slot, sequence++);
      await sink.completed(before + count);
    },
    sendInLoop: async (total) => {
      const before = sink.completions.length;
      let sent = 0;
      const send = (slot: number) => {
        sent++;
        transport.send(slot, sequence++);
      };
      sink.onComplete = ({ slot }) => {
        if (sent < total) send(slot);
      };
      for (let slot = 0; slot < Math.min(total, transport.slots); slot++) send(slot);
      await sink.completed(before + total);
      sink.onComplete = () => {};
    },
    results: () => sink.completions.map(({ outcome }) => outcomes.nameOf(outcome)),
    said: (errorClass) => transport.firstErrorOf(outcomes.codeOf(errorClass)),
  };
}
