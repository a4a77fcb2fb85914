import { commonOptions, harnessAround, type TransportHarness } from '../../test-support/transport-harness.js';
import { createGrpcTransport, type GrpcTransportOptions } from '../grpc-transport.js';
import type { Http2TransportOptions } from '../http2-options.js';
import { fixedHttp2Request, prepareHttp2Request } from '../http2-request.js';
import { createHttp2Transport, type Http2Transport } from '../http2-transport.js';

export type Harness = TransportHarness<Http2Transport>;

const STREAMS = 4;
export const getRequest = prepareHttp2Request({ path: '/', authority: '127.0.0.1' });

/** A transport of plain HTTP/2: one shared connection with four streams, 1 s allowed. */
export function harness(options: Partial<Http2TransportOptions> & { port: number }): Harness {
  const common = commonOptions();
  const transport = createHttp2Transport({
    host: '127.0.0.1',
    kind: 'http',
    requests: fixedHttp2Request(getRequest),
    streamsPerConnection: STREAMS,
    ...common,
    ...options,
  });
  return harnessAround(transport, common);
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
    streamsPerConnection: STREAMS,
    ...common,
    ...rest,
  });
  const made = harnessAround(transport, common);
  await made.transport.open(made.sink);
  return made;
}

export const MESSAGE = Buffer.from('the request message');
