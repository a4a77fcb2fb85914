import {
  type Clock,
  createHttp1Transport,
  type OutcomeTable,
  observeSockets,
  type Transport,
} from '@benchwright/load-driver';
import { createGrpcTransport, createHttp2Transport } from '@benchwright/load-driver/http2';
import type { Dialect } from '../operation/dialect.js';
import type { RequestSequence } from '../operation/request-sequence.js';
import type { Server } from '../server.js';
import { CheckedTransport } from './checked-transport.js';
import { Numbers } from './numbers.js';
import { grpcMessages, http1Requests, http2Requests, type SourceOptions } from './request-sources.js';
import { SlotBodies } from './slot-bodies.js';

export interface RawTransportOptions {
  readonly server: Server;
  readonly dialect: Dialect;
  readonly requests: RequestSequence;
  /** Requests under way at most. */
  readonly slots: number;
  readonly connections: 'shared' | 'per-request';
  readonly timeoutNs: number;
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
}

const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/**
 * Requests as prepared bytes on sockets: what the server does, without a client library's share. The connections are those
 * that the libraries make: over HTTP/1.1 one for each request under way, over HTTP/2 one for all.
 */
export function createRawTransport(options: RawTransportOptions): Transport {
  const { server, dialect, requests, slots, clock, outcomes } = options;
  const numbers = new Numbers(slots);
  const bodies = new SlotBodies(slots);
  const source: SourceOptions = { dialect, numbers, slots, range: requests.range };
  return new CheckedTransport({
    inner: bareTransport(options, source, bodies),
    dialect,
    numbers,
    bodies,
    numberFor: (sequence) => requests.numberFor(sequence),
    outcomes,
    wireBytes: observeSockets({ ports: [server.port], clock }),
  });
}

function bareTransport(options: RawTransportOptions, source: SourceOptions, bodies: SlotBodies): Transport {
  const { server, dialect, slots, connections, timeoutNs, clock, outcomes } = options;
  const { host, port, tls, authority } = server;
  const collect = (slot: number, bytes: Uint8Array, start: number, end: number): void =>
    bodies.add(slot, bytes, start, end);
  const common = {
    ...(tls ? { tls: {} } : {}),
    connectionPolicy: connections,
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    outcomes,
    clock,
  };
  if (server.http === 1) {
    return createHttp1Transport({
      ...common,
      host,
      port,
      connections: slots,
      requests: http1Requests(source, authority, connections),
      isSuccess,
      onBody: collect,
    });
  }
  const streams =
    connections === 'per-request'
      ? { connections: slots, streamsPerConnection: 1 }
      : { connections: 1, streamsPerConnection: slots };
  if (server.protocol === 'grpc') {
    return createGrpcTransport({
      ...common,
      ...streams,
      address: `${host}:${port}`,
      path: dialect.call.rpc,
      messages: grpcMessages(source),
      onMessage: collect,
    });
  }
  return createHttp2Transport({
    ...common,
    ...streams,
    host,
    port,
    kind: 'http',
    requests: http2Requests(source, authority, tls ? 'https' : 'http'),
    isSuccess,
    onBody: collect,
  });
}
