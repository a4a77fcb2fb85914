/** What `benchwright init ab-command` writes: every field with its default. */
export const abCommandConfigTemplate = `# Two commands against each other, run in turn. Every value below is the default.
#   benchwright ab --base-cmd './old --n 5' --head-cmd './new --n 5'

# The commands, as words; without a shell nothing is expanded.
baseCmd: null
headCmd: null

# Let a shell run them; its own start is then part of what is timed.
shell: false

# Rounds: each command is run so often; one run is one trial.
trials: 10

# Runs of each side before the first that counts.
warmupRuns: 1

# How long one run may take before it is ended and counts as failed.
timeout: 10m
`;
