/** Names in the result of the metrics that this suite adds. */
export const METRICS = {
  /** p95 of each trial: from due to answer, and as the function saw it. */
  responseP95: 'responseP95Ns',
  handlerP95: 'handlerP95Ns',
  responseMean: 'responseMeanNs',
  objectsPerSec: 'objectsPerSec',
  bytesPerSec: 'objectBytesPerSec',
  coldStartShare: 'coldStartShare',
  throttles: 'throttlesPerInvocation',
  s3Requests: 's3RequestsPerInvocation',
  s3Retries: 's3RetriesPerInvocation',
  s3Throttles: 's3ThrottlesPerInvocation',
  functionCpu: 'functionCpuNs',
  billed: 'billedNs',
  maxMemoryUsed: 'maxMemoryUsedBytes',
  usdPerMillion: 'usdPerMillionObjects',
  objectBytes: 'objectBytesStored',
  runStartMs: 'runStartMs',
  memoryLimit: 'memoryLimit',
  cpuLimit: 'cpuLimit',
} as const;
