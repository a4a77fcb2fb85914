/** Names under which a trial's figures are recorded, beside the counts and latencies that every suite has. */
export const FIGURES = {
  /** When the trial's run id was made, ms since 1970: part of that id. */
  runStartMs: 'runStartMs',
  objects: 'objects',
  objectBytes: 'objectBytes',
  events: 'events',
  coldStarts: 'coldStarts',
  /** Cold starts in the uncounted invocations before the trial. */
  warmupColdStarts: 'warmupColdStarts',
  s3Requests: 's3Requests',
  s3Retries: 's3Retries',
  s3Throttles: 's3Throttles',
  /** 429 answers of Lambda, each of which was tried again or given up. */
  throttles: 'throttles',
  /** Invocations that met at least one. */
  throttledInvocations: 'throttledInvocations',
  /** Absent unless the local Lambda had ended in a first attempt at the trial. */
  lambdaRestarts: 'lambdaRestarts',
  functionCpuMs: 'functionCpuMs',
  billedMs: 'billedMs',
  maxMemoryUsedMb: 'maxMemoryUsedMb',
  /** Invocations that ran, whether they came through or not: each costs. */
  ran: 'ran',
  totalUsd: 'totalUsd',
  computeUsd: 'computeUsd',
  requestUsd: 'requestUsd',
  putUsd: 'putUsd',
  storageUsd: 'storageUsd',
  /** Index in LIMITS of how the platform kept to memory and CPU; absent on AWS. */
  memoryLimit: 'memoryLimit',
  cpuLimit: 'cpuLimit',
} as const;

/** Distributions, in nanoseconds, of what functions say of themselves. */
export const HANDLER_LATENCY = 'handlerLatencyNs';
export const WARM_LATENCY = 'warmHandlerLatencyNs';
export const COLD_LATENCY = 'coldHandlerLatencyNs';
export const UPLOAD_TIME = 'uploadNs';
export const COLD_START_TIME = 'coldStartNs';

/** How a limit is kept: the number recorded is the place in this list. */
export const LIMITS = ['cgroup-v2', 'cgroup-v1', 'rss-watchdog', 'not enforced'] as const;
