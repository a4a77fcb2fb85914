import { runTemplate } from '../run-template.js';

/** What `benchwright init grpc` writes, and config/endpoint-load-grpc.yaml in the repository: every field with its default. */
export const grpcConfigTemplate = `# yaml-language-server: $schema=./schemas/endpoint-load-grpc.schema.json
#
# A unary gRPC method under load. Every value below is the default; delete what you do not want to change. Address and method
# have to be said, here or on the command line.
#   benchwright grpc localhost:9090 package.Service/Method --config endpoint-load-grpc.yaml

# host:port (plaintext), or grpcs://host:port for TLS.
address: null

# What is called, package.Service/Method.
method: null

# The message as JSON, or the name of a file that holds it. Fields: {{int 1 10000}}, {{uuid}}, {{seq}}.
message: "{}"
messageFile: null

# Take {{…}} as it stands.
literal: false

# Lines such as "x-tenant: 42"; values may hold fields.
metadata: []

# Statuses that count as success, such as OK,NOT_FOUND. Null: OK.
expectStatus: null

# JSON of fields that every answer must have, with these values, such as '{"name":"Ada"}'. Others count as WRONG_ANSWER.
expectBody: null

# What describes the service: .proto files (and the folders of what they import), or a descriptor set
# (protoc -o, buf build -o). With neither, the server is asked by reflection.
proto: []
importPaths: []
protoset: null

# Calls under way at any time, a multiple of connections.
concurrency: 50
connections: 1

# Different messages made beforehand when the message has fields.
variants: 1000

${runTemplate({
  units: 'Calls',
  timeout: 'How long one call may take; the server is told so, too (grpc-timeout).',
  expectations: '',
  secured: 'grpcs:// addresses',
})}`;
