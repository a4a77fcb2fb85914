/** What a reader must know about some figures of a harness. Pure data: rows refer to them by code. */
export const HARNESS_NOTES = {
  GO_PERCENTILES:
    'Go: the harness passes 0.50, 0.95 and 0.99 to a function that takes per cent, so that its percentiles lie below 1 % and all near the minimum: dropped.',
  RATE_OF_ONE_THREAD:
    'Rate computed as 1 ÷ mean latency, which is that of one thread and not of all together: dropped.',
  FEW_SAMPLES: 'p95 and p99 are the largest of the ten or fewer samples there are.',
  MEMORY_PYTHON:
    'Python: peak of tracemalloc, which counts what Python allocates and nothing of native libraries.',
  MEMORY_GO: 'Go: live and dead heap objects, sampled every millisecond.',
  MEMORY_JAVA: 'Java: used heap, sampled every millisecond: depends on when the collector runs.',
  MEMORY_RUST:
    'Rust: resident set over the baseline, sampled every millisecond; memory reused from before does not show.',
  MEMORY_TYPESCRIPT:
    'TypeScript: heap and buffers over the baseline at their highest, in a process that does nothing else.',
  RUST_ITEM: 'Rust: the payload is a plain binary attribute, where the others have it inside a map.',
} as const;

export type HarnessNote = keyof typeof HARNESS_NOTES;
