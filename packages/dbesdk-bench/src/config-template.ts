/** What `benchwright init dbesdk` writes, and config/test-scenarios.yaml in the repository: every field with its default. */
export const dbesdkConfigTemplate = `# yaml-language-server: $schema=./schemas/test-scenarios.schema.json
#
# Client-side encryption of DynamoDB items. The keys down to keyring are those of the DB-ESDK performance tests; the rest is ours.
# Every value below is the default; delete what you do not want to change.
#   benchwright dbesdk --config test-scenarios.yaml

# Bytes of payload in an item, plain numbers. The categories only group them; give those you want, the others are then empty.
data_sizes:
  small: [1024, 5120, 10240]
  medium: [102400, 512000, 1048576]
  large: [10485760, 52428800, 104857600]

# How much is measured in each trial: so many operations and so long, whichever takes longer. Ten operations make no percentile,
# and five do not get anything compiled.
iterations:
  warmup: 5
  measurement: 10
  warmup_time: 250ms
  min_time: 500ms

# Items under way at once. 1 is what every other test has, so that concurrency tests begin at 2.
concurrency_levels: [1, 2, 4, 8, 16]

# What --quick puts in place of the keys of the same name.
quick_config:
  data_sizes:
    small: [102400]
  iterations:
    warmup: 3
    measurement: 3
    warmup_time: 150ms
    min_time: 300ms
  concurrency_levels: [1, 2]
  test_types: [throughput, memory, concurrency, encrypt, decrypt, stages]

# Logical table name that items are bound to; with dynamodb (below) also the table that is used.
table_name: dbesdk-performance-testing

# What wraps the data keys: raw-aes (AES-256, as the original).
keyring: raw-aes

# throughput (encrypt, then decrypt), memory (peaks, in a fresh process), concurrency, encrypt and decrypt on their own, and
# stages (where the time goes).
test_types: [throughput, memory, concurrency, encrypt, decrypt, stages]

# Rounds over all cells in a seeded random order. Intervals rest on them: 2 are the least that give one, 5 or more are worth having.
trials: 5

# How several items are under way: as promises of one thread (in-flight), or one on each of so many worker threads (threads).
concurrency_modes: [in-flight, threads]

# What varies in the items. Every list is a factor: all combinations are measured.
# 0x6701 signs each item with ECDSA P-384, 0x6700 does not. In quotes, or YAML reads a number.
algorithm_suites: ["0x6701"]
# 2 binds the key attributes into the encryption context.
header_versions: [1]
# harness (the original item: bytes in a map), single (one binary attribute), flat (98) or nested (two, eleven maps deep).
item_shapes: [harness]
# Attributes that the payload is split over, 1 to 1000. Empty: as many as the shape has.
attribute_counts: []
# Share of those attributes that is encrypted, 0 to 1; the rest is only signed.
encrypted_shares: [1]
# Maps around each payload, 0 to 31. Empty: as the shape has it.
nesting_depths: []
# What goes in and comes out: attribute-value (as the AWS SDK has it), native (JavaScript objects) or dynamodb-json (text).
item_formats: [attribute-value]

# fresh: every item has a primary key of its own, as in a table. fixed: all have the original's one, so that whatever
# remembers an encryption context looks better than it is.
item_keys: fresh

# Concurrency cells whose items under way hold more payload than this are left out, and said to be.
max_bytes_in_flight: 419430400

# Put and get the items for real: embedded (dynalite, started for the run), the URL of an endpoint, or aws. The table is made
# and dropped. Items that are too large for DynamoDB are left out. null: no table is touched.
dynamodb: null
# Region for dynamodb: aws. Credentials come from the environment.
aws_region: us-east-1
# Endpoints that are not on this machine are refused unless this is true.
allowRemote: false

# Folder that each memory cell writes an allocation profile to, for Chrome's developer tools. null: none.
heap_profile: null

# Use quick_config. Set by --quick, which also makes it 3 trials.
quick: false
`;
