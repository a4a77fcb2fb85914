/** What `benchwright init rest-grpc` writes, and config/rest-grpc.yaml in the repository: every field with its default. */
export const restGrpcConfigTemplate = `# yaml-language-server: $schema=./schemas/rest-grpc.schema.json
#
# REST against gRPC: the same call of the users API over both protocols, in interleaved rounds.
# Every value below is the default; delete what you do not want to change.
#   benchwright run rest-grpc -c rest-grpc.yaml

# The protocols that are compared: rest, grpc, graphql, rest-h2 (REST over HTTP/2), grpc-web. The first in this order
# is what the others are compared with. Only these are started, looked at and measured.
protocols: [rest, grpc]

# raw: prepared bytes on sockets, which shows what the servers do. sdk: client libraries, which shows what an application
# sees. With both, each protocol is measured through both; the report is about the first, with the other beside it.
clients: [raw, sdk]

# Requests per protocol and client in all, split evenly over the trials.
requests: 100000

# Rounds of all contenders in a seeded random order. Intervals rest on them: 2 are the least that give one, 5 or more
# are worth having.
trials: 5

# Requests under way at any time, per contender.
concurrency: 100

# getUser, listUsers, getUserOrders, searchUsers, createUser or bulkCreateUsers.
operation: getUser

# User ids are drawn uniformly from this range; all contenders meet the same ids in a round.
userIdRange: 1-10000

# Servers to compare. With all of them null the suite starts its own, each in a process of its own on a free port of
# 127.0.0.1. With one given, the others are looked for at http://localhost:8080 (REST), localhost:9090 (gRPC),
# http://localhost:8081 (GraphQL), http://localhost:8082 (REST over HTTP/2) and http://localhost:8083 (gRPC-Web).
restUrl: null
grpcUrl: null
graphqlUrl: null
restH2Url: null
grpcWebUrl: null

# Servers that are not on this machine are refused unless this is true.
allowRemote: false

# Connection policy, the same for all: shared (kept open and reused: one connection per request under way over HTTP/1.1,
# one for all over HTTP/2) or per-request (a new connection for every request).
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
  # Before the first trial of each contender, for so long: until clients and servers are compiled. Servers named above get
  # at most as many uncounted requests as counted ones, and 10,000.
  firstTrial: 3s
  # Before every other trial, so many, never more than \`requests\`: connections are open again.
  requests: 200

# How long the most that the generator itself could offer is measured for each raw contender (never more than a quarter
# of its trials' time), against a responder that does nothing; false: not at all.
ceiling: 1200ms

# Users per page of listUsers, users at most per searchUsers, users per bulkCreateUsers.
pageSize: 20
searchLimit: 10
bulkSize: 10
`;
