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

# Measured time in all, divided among the trials. Not used with requests or stages.
duration: 10s

# Calls in all, exactly, instead of a time.
requests: null

# Arrivals per second, such as 1000/s or 0.5/s, sent whether or not earlier ones were answered. Null: a closed loop.
rate: null

# closed, constant, poisson, or stages such as 0-1000/s:30s,1000/s:1m. Null: constant with a rate, else closed.
# search, or {model: search, from: 100/s, to: 10k/s, probe: 5s, precision: 2.5%}: the highest rate that meets slo.
load: null

# What has to be met, such as "p99<50ms" or "errors<0.1%". What is not met, or cannot be shown, fails the run.
slo: []

# Parts the run is divided into; intervals rest on them. Null: 5, or 1 with stages.
trials: null

# Time before the first trial that is not counted. Null: 3s, or none with requests.
warmup: null

# How long one call may take; the server is told so, too (grpc-timeout).
timeout: 10s

# Threads that offer the load together. auto: 1 on one or two cores.
workers: auto

# How an open loop waits for its due times. spin polls: precise, takes a core. sleeper is woken by a thread: leaves the core to others.
# auto: by rate and idle cores. Every result says which it was.
pacer: auto

# How long the most that the generator itself could offer is measured, against a responder that does nothing.
# false: not at all.
ceiling: 1200ms

# For grpcs:// addresses: files in PEM form, and the name to ask the server for.
tls:
  ca: null
  cert: null
  key: null
  sni: null
  # true: do not check the server's certificate.
  insecure: false

# A target that is not on this machine is refused unless this is true.
allowRemote: false
`;
