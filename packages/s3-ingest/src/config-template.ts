/** What `benchwright init s3-ingest` writes, and config/s3-ingest.yaml in the repository: every field with its default. */
export const s3IngestConfigTemplate = `# yaml-language-server: $schema=./schemas/s3-ingest.schema.json
#
# Ingestion into S3 through Lambda functions: latency, throughput and cost of a factorial design.
# Every value below is the default; delete what you do not want to change.
#   benchwright s3 run --config s3-ingest.yaml

# events: many small events in one object. batch: large objects. Each is a 3×3×3 design of its own.
workloads: [events, batch]

# Every list is a factor: all combinations are measured.
design:
  # MB; the share of a CPU follows from it (1769 MB are one).
  memoryMb: [512, 1024, 2048]
  # Events in one object (events).
  batchEvents: [1, 10, 100]
  # MB of one part of a multipart upload (batch).
  partMb: [8, 32, 64]
  # 0 is unreserved, as in the original; on AWS a reservation of 0 would stop the function.
  reservedConcurrency: [0, 10, 50]
  # Checksums that the SDK adds: WHEN_SUPPORTED (its default) or WHEN_REQUIRED.
  checksumModes: [WHEN_SUPPORTED]
  # Whether the SHA-256 of the body is signed: signed or unsigned.
  payloadSignings: [signed]

# Only functions whose name begins so: ingest- for all, ingest-events- or ingest-batch- for one workload.
functionPrefix: ingest-
# full: ingest-events-m512-b10-rc10. short: s3-experiment-events-512mb-10, for one reserved concurrency only.
naming: full

# Invocations of each function in each trial, and rounds over all functions. Intervals rest on the rounds.
invocations: 50
trials: 5

# Invocations under way at any time: above a reserved concurrency, it is felt.
concurrency: 20
# Invocations per second that arrive whatever the answers do, instead. null: as above.
rate: null
# constant or poisson.
arrivals: constant
# With a rate: invocations under way at most.
maxInFlight: 256
# Uncounted invocations before each trial. null: as many as are under way at once. 0 counts the first cold starts too.
warmupInvocations: null
# One invocation, waits after throttles included.
timeout: 60s

# A throttled invocation (429) is tried again after a wait drawn evenly between 0 and base, then 2 × base, up to most.
# Its latency counts from when it was due.
throttles:
  retries: 8
  base: 50ms
  most: 2s

# Bytes of one event; MB of one batch object; parts of one upload in flight.
eventBytes: 1024
objectMb: 100
queueSize: 4

# local: environments are processes on this machine. aws: functions that are deployed (see infra in the package).
functions: local
# Other APIs than those of AWS, for functions: aws: Lambda's, and that of CloudWatch Logs for --execute-queries.
lambdaEndpoint: null
logsEndpoint: null
# Where functions: local put their objects: null starts a server for the run; aws; or an endpoint's URL.
s3: null
# Where the embedded S3 keeps objects until they are deleted: memory or disk.
storage: memory
# It must exist, except in the embedded S3.
bucket: benchwright-ingest
# Delete what functions: local have stored.
deleteObjects: true
region: us-east-1

# Folder that the logs of local functions are kept in. null: they go with the run.
logs: null
# Price file such as config/prices/us-east-1.yaml. null: those that came with the package.
prices: null
# Asks for the cheapest configuration whose p95 stays below this, such as 200ms.
maxP95: null

# How long plain, hand-signed requests of the same bytes are measured beside each cell; false: not at all.
ceiling: 1200ms
# What every cell has to meet, such as p99<500ms or errors<0.1%.
slo: []
# AWS, and endpoints that are not on this machine, are refused unless this is true.
allowRemote: false
`;
