/** What `benchwright init did` writes, and config/did-api.yaml in the repository: every field with its default. */
export const didConfigTemplate = `# yaml-language-server: $schema=./schemas/did-api.schema.json
#
# A biometric DID API: health, verification, enrolment, DID generation, and mixes of them.
# Every value below is the default; delete what you do not want to change.
#   benchwright did run --config did-api.yaml

# Address of the API. null: a server is started for the run, with the switches of \`benchwright targets start did\`.
target: null
server: {}

# Whose addresses. biometric: /api/biometric/generate and verify. guide: /api/v1/did/enroll and verify.
family: biometric
# Network of the wallets: testnet or mainnet.
network: testnet

# A cell each. journey enrols somebody and then verifies with what came back, as one operation.
operations: [health, verify, enroll, generate]
# One cell more, a weighted mix of all of them, such as {health: 1, verify: 8, enroll: 1}.
mix: null

# A file of requests to send as well: JSON lines ({"method", "path", "headers", "body", "weight"}), a Lua script of wrk (.lua)
# or an OpenAPI document (.yaml, .json); and the path of those that name none.
requestsFile: null
requestsPath: null

# Sent with every request, such as "X-Request-Source: benchmark".
headers: []

# How the API lets the requests in: X-API-Key, a bearer token, or one got from POST /auth/token with this body
# (null: {"api_key": apiKey}).
access:
  apiKey: null
  token: null
  login: false
  loginBody: null

# The same seed enrols the same fingers, of so many different people. Wallets are new in every run.
bodySeed: 42
people: 50

# Every answer is checked by its bytes, every so many-th is parsed in full.
parseEvery: 64
# Every so many-th request carries a W3C traceparent, and the slowest of them are named. 0: none.
traceEvery: 100
# Watch the process of the target, where it runs on this machine.
monitor: true

# Users at the same time: each has a connection, and one request under way.
connections: 50
# shared (kept open and reused) or per-request (every request makes its own).
connectionPolicy: shared

# Measured time of each cell, divided among the trials. Not used with requests or stages.
duration: 30s
# Requests of each cell in all, exactly, instead of a time.
requests: null

# Arrivals per second, such as 1000/s, sent whether or not earlier ones were answered. null: a closed loop.
rate: null
# closed, constant, poisson, stages such as 0-1000/s:30s,1000/s:1m, or search: the highest rate that meets slo.
load: null

# What has to be met, such as "p95<75ms where operation=verify". \`benchwright did run\` puts the guide's targets here
# (config/did-slo.yaml), unless it is told others.
slo: []

# Parts the run is divided into; intervals rest on them. null: 5, or 1 with stages.
trials: null
# Time before a cell's first trial that is not counted. null: 3s.
warmup: null
# How long one request may take before it counts as failed.
timeout: 10s

# Threads that offer the load together. auto: 1 on one or two cores; a mix and journeys have 1.
workers: auto
# How an open loop waits for its due times: auto, spin or sleeper.
pacer: auto
# How long the most that the generator itself could offer is measured. false: not at all.
ceiling: 1200ms

# For https targets: files in PEM form, and the name to ask the server for.
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
