import { createGrpcUnary } from '@benchwright/load-driver/grpc';
import type { GrpcAddress } from '../addresses.js';
import type { SdkOperation, SdkOptions } from './sdk-operation.js';

export interface GrpcSdkOptions extends SdkOptions {
  readonly address: GrpcAddress;
}

/**
 * gRPC as an application would do it: @grpc/grpc-js with messages of ts-proto, one channel for all calls or, with
 * `per-request`, a new one for each. The clock stops when message and status have been handed over; decoding and
 * checking follow untimed, as they do for the other protocols.
 */
export function createGrpcOperation(options: GrpcSdkOptions): SdkOperation {
  const { address, dialect, numberFor } = options;
  const numbers: number[] = [];
  const { operation, close } = createGrpcUnary({
    address: `${address.host}:${address.port}`,
    tls: address.tls,
    path: dialect.call.rpc,
    clock: options.clock,
    timeoutNs: options.timeoutNs,
    connections: options.connections,
    message: ({ slot, sequence }) => {
      const number = numberFor(sequence);
      numbers[slot] = number;
      return dialect.call.requestFor(number).grpc();
    },
    check: (answer, { slot }) => dialect.judge(asBuffer(answer), numbers[slot]!),
  });
  return { operation, close: async () => close() };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
