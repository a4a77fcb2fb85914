/**
 * gRPC through @grpc/grpc-js: what users of that library see. An entry point of its own, so that nobody who measures
 * HTTP loads gRPC.
 */
export type { GrpcConnectionPolicy, GrpcUnary, GrpcUnaryOptions } from './operation/grpc-unary.js';
export { createGrpcUnary } from './operation/grpc-unary.js';
