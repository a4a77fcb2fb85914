/** What `benchwright init rest-grpc` writes, and config/rest-grpc.yaml in the repository: every field with its default. */
export const restGrpcConfigTemplate = `# yaml-language-server: $schema=./schemas/rest-grpc.schema.json
#
# REST against gRPC: the same call of the users API over both protocols, in interleaved rounds.
# Every value below is the default; delete what you do not want to change.
#   benchwright run rest-grpc -c rest-grpc.yaml

# Requests per protocol in all, split evenly over the trials.
requests: 100000

# Rounds of REST and gRPC in a seeded random order. Intervals rest on them: 2 are the least that give one, 5 or more
# are worth having.
trials: 5

# Requests under way at any time, per protocol.
concurrency: 100

# getUser, listUsers, getUserOrders, searchUsers, createUser or bulkCreateUsers.
operation: getUser

# User ids are drawn uniformly from this range; both protocols meet the same ids in a round.
userIdRange: 1-10000

# Servers to compare. With both null the suite starts its own two servers on free ports of 127.0.0.1. With one given,
# the other is looked for at http://localhost:8080 (REST) or localhost:9090 (gRPC).
restUrl: null
grpcUrl: null

# Servers that are not on this machine are refused unless this is true.
allowRemote: false

# Connection policy, the same on both sides: shared (kept open and reused: one connection per request under way for
# REST, one HTTP/2 connection for gRPC) or per-request (a new connection for every request).
connections: shared

# What both sides have to meet, such as "p99<50ms" or "errors<0.1%". What is not met, or cannot be shown, fails the run.
slo: []

# search, or {model: search, from: 100/s, to: 10k/s, probe: 5s, precision: 2.5%}: the highest rate at which each side meets
# slo, in place of \`requests\`. Null: \`requests\`, each as soon as one before it was answered.
load: null

# How long one request may take before it counts as failed.
timeout: 30s

# Requests that are made and not counted.
warmup:
  # Before the first trial of each protocol, for so long: until clients and servers are compiled. Servers named above get
  # at most as many uncounted requests as counted ones, and 10,000.
  firstTrial: 3s
  # Before every other trial, so many, never more than \`requests\`: connections are open again.
  requests: 200

# Users per page of listUsers, users at most per searchUsers, users per bulkCreateUsers.
pageSize: 20
searchLimit: 10
bulkSize: 10
`;
