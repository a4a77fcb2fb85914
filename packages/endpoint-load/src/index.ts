/**
 * `@benchwright/endpoint-load`: load on any HTTP endpoint, in place of wrk, oha, hey or vegeta, with a verdict on every result.
 * Expects @benchwright/load-driver beside it, which runs the suite.
 */
export { abSides } from './ab/ab-sides.js';
export { abCommandSuite } from './ab/command/suite.js';
export { abHttpSuite } from './ab/http/suite.js';
export type { Side } from './ab/side.js';
export type { HttpConfig, HttpConfigInput } from './config.js';
export { httpConfigSchema, httpQuick } from './config.js';
export { grpcConfigJsonSchema, httpConfigJsonSchema } from './config-json-schema.js';
export { httpConfigTemplate } from './config-template.js';
export type { GrpcConfig, GrpcConfigInput } from './grpc/config.js';
export { grpcConfigSchema, grpcQuick } from './grpc/config.js';
export { grpcConfigTemplate } from './grpc/config-template.js';
export { planGrpc } from './grpc/plan.js';
export { grpcSuite } from './grpc/suite.js';
export { planHttp } from './plan.js';
export { httpSuite } from './suite.js';
export { summarizeHttp } from './summarize.js';
export type { Responder } from './target/responder.js';
export { startResponder } from './target/responder.js';
export { responderEntry } from './target-entry.js';
export { renderHttpText } from './views/text.js';
export { httpViews } from './views.js';
