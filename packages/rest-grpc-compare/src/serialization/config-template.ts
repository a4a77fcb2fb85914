/** What `benchwright init rest-grpc-serialization` writes: every field with its default. */
export const serializationConfigTemplate = `# yaml-language-server: $schema=./schemas/rest-grpc-serialization.schema.json
#
# What the messages of the users API cost to encode and decode, as JSON, protobuf and GraphQL's JSON, without any server.
# Every value below is the default; delete what you do not want to change.
#   benchwright run rest-grpc-serialization -c rest-grpc-serialization.yaml

# Calls whose messages are taken.
operations: [getUser, listUsers, getUserOrders, searchUsers, createUser, bulkCreateUsers]

# json: JSON.stringify and JSON.parse. json-compiled: fast-json-stringify, as the REST server encodes. protobuf: ts-proto, a
# writer per message, as a client encodes. protobuf-reused: one writer for all messages, as the gRPC server encodes.
# graphql: JSON as json, of what GraphQL sends: the operation's text and its variables, the answer's data under their field.
codecs: [json, json-compiled, protobuf, protobuf-reused, graphql]

# Rounds over all cells in a seeded random order. Intervals rest on them: 2 are the least that give one.
trials: 5

# How long each trial of a cell takes.
duration: 100ms

# What is done and not counted.
warmup:
  # Before the first trial of each cell: until its code is compiled.
  firstTrial: 300ms
  # Before every other trial.
  trial: 20ms

# Users per page of listUsers, users at most per searchUsers, users per bulkCreateUsers.
pageSize: 20
searchLimit: 10
bulkSize: 10
`;
