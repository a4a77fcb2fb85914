/**
 * The raw HTTP/2 and gRPC transports: frames on sockets, for load that a client library cannot make. An entry point of its own, so that
 * nobody who measures HTTP/1.1 loads them.
 */

export type { OnContent } from './transport/http2/answer-reader.js';
export { errorCodeName, http2ErrorClasses } from './transport/http2/error-codes.js';
export { grpcStatusCode } from './transport/http2/grpc-status.js';
export type { GrpcTransportOptions } from './transport/http2/grpc-transport.js';
export { createGrpcTransport, grpcTimeout } from './transport/http2/grpc-transport.js';
export type { Http2Counters } from './transport/http2/http2-counters.js';
export type { Http2TransportOptions } from './transport/http2/http2-options.js';
export type {
  Http2RequestDescription,
  Http2RequestSource,
  PreparedHttp2Request,
} from './transport/http2/http2-request.js';
export {
  fixedHttp2Request,
  http2RequestTable,
  prepareHttp2Request,
} from './transport/http2/http2-request.js';
export type { Http2Transport } from './transport/http2/http2-transport.js';
export { createHttp2Transport } from './transport/http2/http2-transport.js';
export type { HeadersDescription, PreparedHeaders } from './transport/http2/prepared-headers.js';
export { prepareHeaders } from './transport/http2/prepared-headers.js';
