/**
 * The targets of the performance guide of DID APIs, as a file for `benchwright gate --slo`: config/did-slo.yaml in the repository, and what `benchwright did run`
 * judges by unless it is told otherwise.
 */
export const guideSlo = `# yaml-language-server: $schema=./schemas/slo.schema.json
# The targets of the guide. benchwright did run judges by them; so does benchwright gate RUN --slo config/did-slo.yaml.
# Each is judged with its uncertainty: what cannot be shown to be met does not pass.

slo:
  - condition: p50<10ms, p95<20ms, p99<50ms, max<100ms
    cells: operation=health
    why: the guide's targets for a health check
  - condition: p50<50ms, p95<75ms, p99<150ms, max<300ms
    cells: operation=verify
    why: the guide's targets for biometric verification
  - condition: p50<100ms, p95<150ms, p99<300ms, max<500ms
    cells: operation=enroll
    why: the guide's targets for biometric enrollment
  - condition: p50<200ms, p95<300ms, p99<500ms, max<1000ms
    cells: operation=generate
    why: the guide's targets for DID generation

  # What as many users as there are get out of the server, which is a question for a closed loop.
  - condition: rate>1000/s
    cells: operation=health and load=closed
    why: the guide's throughput
  - condition: errors<0.1%
    why: the guide's error rate, wrong answers included
  # Normal load is one that is offered at a rate: a closed loop takes all there is.
  - condition: targetCpuShare<70%
    cells: load!=closed
    why: the guide's CPU usage under normal load, of one core
  - condition: targetRssBytes<2GB
    why: the guide's memory
`;
