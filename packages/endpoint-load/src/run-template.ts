/** Where the two suites say the same of themselves in other words. */
export interface RunWords {
  /** Of what there are so many in all: `Requests`. */
  readonly units: string;
  /** What the timeout is of. */
  readonly timeout: string;
  /** What is told beside it; empty, or whole lines with an empty one before. */
  readonly expectations: string;
  /** What TLS is spoken with. */
  readonly secured: string;
}

/** The part of both suites' config templates that says how load is offered: the fields of `runFields`, each with its default. */
export function runTemplate({ units, timeout, expectations, secured }: RunWords): string {
  return `# Measured time in all, divided among the trials. Not used with requests or stages.
duration: 10s

# ${units} in all, exactly, instead of a time.
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

# ${timeout}
timeout: 10s
${expectations}
# Threads that offer the load together. auto: 1 on one or two cores.
workers: auto

# How an open loop waits for its due times. spin polls: precise, takes a core. sleeper is woken by a thread: leaves the core to others.
# auto: by rate and idle cores. Every result says which it was.
pacer: auto

# How long the most that the generator itself could offer is measured, against a responder that does nothing.
# false: not at all.
ceiling: 1200ms

# For ${secured}: files in PEM form, and the name to ask the server for.
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
}
