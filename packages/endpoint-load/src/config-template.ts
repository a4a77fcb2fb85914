/** What `benchwright init http` writes, and config/endpoint-load.yaml in the repository: every field with its default. */
export const httpConfigTemplate = `# yaml-language-server: $schema=./schemas/endpoint-load.schema.json
#
# Any HTTP endpoint under load. Every value below is the default; delete what you do not want to change.
#   benchwright http http://localhost:8080/ --config endpoint-load.yaml

# What is measured. Path and query, header values and body may hold fields: {{int 1 10000}}, {{uuid}}, {{seq}}.
# With null a small responder is started on this machine and measured.
url: null

method: GET

# Header lines, such as "Accept: application/json". Host and Content-Length are added, nothing else.
headers: []

# Text, or the name of a file that holds it.
body: null
bodyFile: null

# Send {{…}} as it stands.
literal: false

# File of requests, one JSON object per line: {"method", "path" or "url", "headers", "body", "weight"}; - is stdin.
targets: null

# With pipeline 1, connections is also the most requests under way at once; with HTTP/2, pipeline is the streams of each.
connections: 10
pipeline: 1

# Speak HTTP/2: over TLS by ALPN, else with prior knowledge.
http2: false

# shared (kept open and reused) or per-request (every request makes its own).
connectionPolicy: shared

# Measured time in all, divided among the trials. Not used with requests or stages.
duration: 10s

# Requests in all, exactly, instead of a time.
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

# How long one request may take before it counts as failed.
timeout: 10s

# Statuses that count as success, such as 2xx or 200,204. Null: 200-399.
expectStatus: null

# Text that every body must contain, or sha256: and the digest it must have. Others count as WRONG_ANSWER.
expectBody: null

# Threads that offer the load together. auto: 1 on one or two cores.
workers: auto

# How an open loop waits for its due times. spin polls: precise, takes a core. sleeper is woken by a thread: leaves the core to others.
# auto: by rate and idle cores. Every result says which it was.
pacer: auto

# How long the most that the generator itself could offer is measured, against a responder that does nothing.
# false: not at all.
ceiling: 1200ms

# For https URLs: files in PEM form, and the name to ask the server for.
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
