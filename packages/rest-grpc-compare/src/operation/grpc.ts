import type { Clock, OperationContext } from '@benchwright/load-driver';
import { createGrpcUnary, type GrpcUnary } from '@benchwright/load-driver/grpc';
import type { GrpcAddress } from '../addresses.js';
import type { ApiRequest } from './api-call.js';

export interface GrpcOperationOptions {
  readonly address: GrpcAddress;
  readonly rpc: string;
  readonly connections: 'shared' | 'per-request';
  readonly timeoutNs: number;
  readonly clock: Clock;
  readonly requestFor: (ctx: OperationContext) => ApiRequest;
}

/**
 * gRPC as an application would do it: @grpc/grpc-js with messages of ts-proto, one channel for all calls or, with
 * `per-request`, a new one for each. The clock stops when message and status have been handed over; decoding and
 * checking follow untimed, as they do for REST.
 */
export function createGrpcOperation(options: GrpcOperationOptions): GrpcUnary {
  const { address, rpc, requestFor } = options;
  const sent: (ApiRequest | undefined)[] = [];
  return createGrpcUnary({
    address: `${address.host}:${address.port}`,
    tls: address.tls,
    path: rpc,
    clock: options.clock,
    timeoutNs: options.timeoutNs,
    connections: options.connections,
    message: (ctx) => {
      const request = requestFor(ctx);
      sent[ctx.slot] = request;
      return request.grpc();
    },
    check: (answer, { slot }) => (sent[slot]?.acceptsMessage(answer) ? undefined : 'WRONG_ANSWER'),
  });
}
