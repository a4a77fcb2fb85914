/** What `benchwright init rest-grpc-matrix` writes: every field with its default. */
export const matrixConfigTemplate = `# yaml-language-server: $schema=./schemas/rest-grpc-matrix.schema.json
#
# Where the lines cross: protocols over concurrency, operation and network, every combination a cell, all interleaved.
# Every value below is the default; delete what you do not want to change.
#   benchwright run rest-grpc-matrix -c rest-grpc-matrix.yaml

# rest, grpc, graphql, rest-h2, grpc-web: compared with each other.
protocols: [rest, grpc]

# raw: prepared bytes on sockets, which shows what the servers do. sdk: client libraries, which shows what an application sees.
client: raw

# Calls of the users API, with their size where they have one: listUsers:100, searchUsers:10, bulkCreateUsers:10.
operations: [getUser, "listUsers:100"]

# Requests under way at any time: the axis on which the lines may cross.
concurrency: [1, 8, 64]

# none, lan, wan-50ms, wan-100ms, 3g, slow-3g (named by their round trip), or fields, delay being one way:
#   - delay=20ms,jitter=2ms,down=10Mbit/s,up=2Mbit/s
networks: [none, wan-50ms]

# Rounds over all cells in a seeded random order. Intervals rest on them: 2 are the least that give one, 5 or more
# are worth having.
trials: 5

# How long each trial takes, and never less than ten round trips of its network.
duration: 1s

# What is offered and not counted.
warmup:
  # Without a network, before the first trial of each protocol and operation: until client and server are compiled.
  firstTrial: 2s
  # Before every trial, and never less than four round trips: connections are open.
  trial: 200ms

# How long one request may take before it counts as failed.
timeout: 30s

# How long the most that the generator itself could offer is measured for each raw exchange (never more than a quarter
# of its cell's time), without a network and against a responder that does nothing; false: not at all.
ceiling: 1200ms
`;
