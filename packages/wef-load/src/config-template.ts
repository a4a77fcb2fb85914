/** What `benchwright init wef` writes, and config/wef-load.yaml in the repository: every field with its default. */
export const wefConfigTemplate = `# yaml-language-server: $schema=./schemas/wef-load.schema.json
#
# Windows events, offered to a collector, each of them accounted for.
# Every value below is the default; delete what you do not want to change.
#   benchwright wef baseline --config wef-load.yaml

# The collector. null: one is started on this machine for the run.
endpoint: null
# What says how many events were received. null: /stats/throughput of the endpoint; none: nothing does.
statsEndpoint: null

# seed: a plain envelope by POST to /wsman/events. ws-man: what Windows sends, acknowledged envelope by envelope.
wire: seed
# Of ws-man: utf-16 or utf-8; sldc is refused, since nothing independent could check it.
encoding: utf-16
compression: none

# Events in all, exactly (null: 50,000), or seconds to send for. One of them; 0 stands for the other.
events: null
durationSecs: 0
# Events per second that arrive whatever the collector does, such as 10000/s or 100k. 0: as fast as it answers.
rate: 0
# Stages of rates such as 0-100k/s:30s,100k/s:1m, or search, or {model: search, from: 1k/s, to: 500k/s, probe: 5s}:
# the highest rate that meets slo. Rates are events per second.
load: null
# Events in a batch; the last one may be smaller.
batchSize: 1000
# Parts the events or the time are divided into.
trials: 1

# A trial that takes longer is ended, and has failed.
timeoutSecs: 300
# The answer to one batch; the collector's health before the run; its count after it.
requestTimeout: 30s
healthWait: 5s
settle: 30s

# One type of event, such as 4624. null: the mix of the catalogue.
eventType: null
# File with templates of events (XML with placeholders) in place of the catalogue.
templates: null

# Simulated machines, and the connections that they share.
machines: 100
connections: 8
# Threads that send together. auto: 1 on one or two cores.
workers: auto
# How due times are waited for: spin polls, sleeper is woken by a thread. auto: by rate and idle cores.
pacer: auto

# Of ws-man: how often, and after what wait, an envelope that was not acknowledged is sent again.
resends: 3
resendAfter: 1s
# Largest envelope in bytes, and most events in one. null: what the subscription says (ws-man), 64 MB (seed).
maxEnvelopeBytes: null
maxElements: null

# For https endpoints: files in PEM form, and the name to ask the server for.
tls:
  ca: null
  cert: null
  key: null
  sni: null
  # true: do not check the collector's certificate.
  insecure: false

# Batches that may fail without the run failing.
allowFailed: 0

# Whether the collector that is started stores events, or receives and forgets them.
store: true
# Whether stored events are read back and compared with those acknowledged, id by id; how long to wait for them.
verifyS3: false
verifyTimeout: 60s
# Where the collector stores. null: an S3 server that is started with it; keys as the AWS SDK finds them.
s3:
  endpoint: null
  bucket: wef-events
  prefix: ""
  region: us-east-1
  accessKeyId: null
  secretAccessKey: null
# For the collector that is started.
collector:
  # MB of 1,048,576 bytes.
  maxSizeMb: 100
  flushIntervalSecs: 5
  bufferPath: null

# How long the most that the generator itself could send is measured; false: not at all.
ceiling: 1200ms
# What has to be met, such as p99<100ms (of batches) or errors<0.1%.
slo: []
# A collector or S3 that is not on this machine is refused unless this is true.
allowRemote: false
`;
