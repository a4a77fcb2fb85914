/**
 * `@benchwright/endpoint-load`: load on any HTTP endpoint, in place of wrk, oha, hey or vegeta, with a verdict on every result.
 * Expects @benchwright/load-driver beside it, which runs the suite. Fields, requests and loads are exported one by one for suites of an API,
 * which is an endpoint with requests and checks of its own.
 */
export { abSides } from './ab/ab-sides.js';
export { commandWords } from './ab/command/command-words.js';
export { abCommandSuite } from './ab/command/suite.js';
export { abHttpSuite } from './ab/http/suite.js';
export type { Side } from './ab/side.js';
export { wholeRounds } from './ab/whole-rounds.js';
export type { ExchangeOf } from './ceiling.js';
export { endpointCeiling, withoutCeiling } from './ceiling.js';
export type { HttpConfig, HttpConfigInput } from './config.js';
export { httpConfigSchema, httpQuick } from './config.js';
export { grpcConfigJsonSchema, httpConfigJsonSchema } from './config-json-schema.js';
export { httpConfigTemplate } from './config-template.js';
export type { EndpointUrl } from './endpoint-url.js';
export { parseEndpointUrl } from './endpoint-url.js';
export type { GrpcConfig, GrpcConfigInput } from './grpc/config.js';
export { grpcConfigSchema, grpcQuick } from './grpc/config.js';
export { grpcConfigTemplate } from './grpc/config-template.js';
export { planGrpc } from './grpc/plan.js';
export { grpcSuite } from './grpc/suite.js';
export { loadCell } from './load/load-cell.js';
export type { LoadSettings } from './load/trial-loads.js';
export { loadName, warmupLoad } from './load/trial-loads.js';
export { planHttp } from './plan.js';
export { readTls } from './read-files.js';
export type { CompiledRequest } from './request/compile-request.js';
export { compileRequest } from './request/compile-request.js';
export { headerProblem, parseHeaderLine } from './request/header-line.js';
export type { RequestSpec } from './request/parse-request.js';
export type { RequestSet } from './request/request-source.js';
export { createRequestSource } from './request/request-source.js';
export type { TargetDefaults, Targets } from './request/targets-file.js';
export { parseTargets } from './request/targets-file.js';
export { weightedOrder } from './request/weighted-order.js';
export type { Contradiction } from './run-contradictions.js';
export { loadProblems, tlsProblems, workerProblems } from './run-contradictions.js';
export { MOST_CONNECTIONS, runFields } from './run-fields.js';
export { httpSuite } from './suite.js';
export { summarizeHttp } from './summarize.js';
export type { Responder } from './target/responder.js';
export { startResponder } from './target/responder.js';
export { responderEntry } from './target-entry.js';
export { shareOf, workerCount } from './transport/worker-count.js';
export { renderHttpText } from './views/text.js';
export { httpViews } from './views.js';
