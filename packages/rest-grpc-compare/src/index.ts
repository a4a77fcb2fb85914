/**
 * `@benchwright/rest-grpc-compare`: the same call of the users API over REST and over gRPC, under the same load, with an
 * interval on every difference. Expects @benchwright/load-driver beside it, which runs the suite.
 */
export type { Addresses, GrpcAddress } from './addresses.js';
export {
  addressesOf,
  DEFAULT_ADDRESSES,
  parseGrpcAddress,
  parseRestUrl,
} from './addresses.js';
export type { ClientKind, Contender } from './clients.js';
export type {
  ComparisonInput,
  ContenderFigures,
  ContenderSet,
  TestFacts,
  TestMetadata,
  TestValidity,
} from './comparison-input.js';
export type { RestGrpcConfig, RestGrpcConfigInput } from './config.js';
export { restGrpcConfigSchema, restGrpcEnvironment, restGrpcQuick } from './config.js';
export { restGrpcConfigJsonSchema } from './config-json-schema.js';
export { restGrpcConfigTemplate } from './config-template.js';
export type { MatrixConfig, MatrixConfigInput } from './matrix/config.js';
export { matrixConfigSchema } from './matrix/config.js';
export { matrixConfigJsonSchema } from './matrix/config-json-schema.js';
export { matrixConfigTemplate } from './matrix/config-template.js';
export type { Crossing, LinePoint } from './matrix/crossing.js';
export { findCrossings } from './matrix/crossing.js';
export type { Lead, MatrixFindings, PairFinding, PointFinding } from './matrix/findings.js';
export { findingsOf } from './matrix/findings.js';
export { estimateMatrixNs } from './matrix/plan.js';
export { matrixSuite } from './matrix/suite.js';
export type {
  GeneratorFigures,
  MetricResult,
  ServerFigures,
  TimingBreakdown,
  TimingFigures,
  WireFigures,
} from './metric-result.js';
export { errorTypeOf } from './metric-result.js';
export type { LatenessFigures } from './network/lateness.js';
export type { LinkProfile } from './network/link-profile.js';
export { describeLink, LINK_PROFILES } from './network/link-profile.js';
export type { NetworkFigures, NetworkProcess } from './network/network-process.js';
export { startNetworkProcess } from './network/network-process.js';
export { NetworkProfileError, parseLinkProfile } from './network/parse-link-profile.js';
export type { EchoServer, LinkCheck } from './network/self-check.js';
export { checkLink, startEchoServer } from './network/self-check.js';
export type { ShapedRoute } from './network/shaping-proxy.js';
export type { OperationName } from './operations.js';
export { OPERATIONS } from './operations.js';
export { planRestGrpc } from './plan.js';
export type { ProtocolId, ProtocolLabel } from './protocols.js';
export { DEFAULT_PORTS, isProtocolId, PROTOCOL_LABELS, PROTOCOLS } from './protocols.js';
export { REST_GRPC_REASONS } from './reasons.js';
export type { SerializationConfig, SerializationConfigInput } from './serialization/config.js';
export { serializationConfigSchema } from './serialization/config.js';
export { serializationConfigJsonSchema } from './serialization/config-json-schema.js';
export { serializationConfigTemplate } from './serialization/config-template.js';
export { serializationSuite } from './serialization/suite.js';
export { restGrpcSuite } from './suite.js';
export { summarizeRestGrpc } from './summarize.js';
export type { UsersServerErrorCode } from './target/errors.js';
export { UsersServerError } from './target/errors.js';
export type { UsersServerKind, UsersServers, UsersServersOptions } from './target/users-target.js';
export { startUsersServers } from './target/users-target.js';
export { usersTargetEntry } from './target-entry.js';
export type { UserIdRange } from './user-id-range.js';
export { parseUserIdRange } from './user-id-range.js';
export type {
  ComparedFigure,
  ComparedRow,
  ComparisonEvidence,
  DifferenceKind,
  FigureEvidence,
} from './views/comparison-rows.js';
export { compareFigure, differenceOf } from './views/comparison-rows.js';
export type { Finding } from './views/conclusion.js';
export { concludeFrom } from './views/conclusion.js';
export { renderConsole } from './views/console.js';
export { renderCsv } from './views/csv.js';
export { comparisonInputOf, NotAComparisonError } from './views/input-of.js';
export { comparisonDocument, renderJson } from './views/json.js';
export { restGrpcViews } from './views.js';
