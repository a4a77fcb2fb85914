import type { ProcessReading } from './process-reading.js';

/** What a process used between two readings. Null: not known on this system. */
export interface MonitoringSample {
  /** Wall clock at the second reading, milliseconds since 1970. */
  readonly atMs: number;
  readonly seconds: number;
  /** Of one core: 250 is two and a half cores. */
  readonly cpuPercent: number;
  /** Resident memory as a share of the machine's. */
  readonly memPercent: number;
  readonly rssBytes: number;
  readonly threads: number | null;
  readonly openFiles: number | null;
  readonly connections: number | null;
  readonly storageReadBytesPerSec: number | null;
  readonly storageWrittenBytesPerSec: number | null;
  readonly networkReceivedBytesPerSec: number | null;
  readonly networkSentBytesPerSec: number | null;
}

/** A reading and when it was made. */
export interface TimedReading {
  readonly atNs: number;
  readonly reading: ProcessReading;
}

/** The sample between two readings of the same process, `before` the earlier one. Pure. */
export function sampleBetween(
  before: TimedReading,
  after: TimedReading,
  { atMs, memoryBytes }: { readonly atMs: number; readonly memoryBytes: number },
): MonitoringSample {
  const seconds = (after.atNs - before.atNs) / 1e9;
  const perSec = (key: RateKey): number | null => {
    const [then, now] = [before.reading[key], after.reading[key]];
    // Counters of a namespace start again when an interface is replaced.
    return then === null || now === null || !(seconds > 0) ? null : Math.max(0, now - then) / seconds;
  };
  const { reading } = after;
  const cpuNs = reading.cpuNs - before.reading.cpuNs;
  return {
    atMs,
    seconds,
    cpuPercent: seconds > 0 ? (100 * Math.max(0, cpuNs)) / 1e9 / seconds : 0,
    memPercent: (100 * reading.rssBytes) / memoryBytes,
    rssBytes: reading.rssBytes,
    threads: reading.threads,
    openFiles: reading.openFiles,
    connections: reading.connections,
    storageReadBytesPerSec: perSec('storageReadBytes'),
    storageWrittenBytesPerSec: perSec('storageWrittenBytes'),
    networkReceivedBytesPerSec: perSec('networkReceivedBytes'),
    networkSentBytesPerSec: perSec('networkSentBytes'),
  };
}

type RateKey = 'storageReadBytes' | 'storageWrittenBytes' | 'networkReceivedBytes' | 'networkSentBytes';

/** A process over all samples of a time. */
export interface MonitoringSummary {
  readonly pid: number;
  readonly samples: number;
  readonly seconds: number;
  /** Weighted by how long each sample lasted: CPU time ÷ wall time of the whole. */
  readonly cpuPercentMean: number;
  readonly cpuPercentMax: number;
  readonly rssBytesMean: number;
  readonly rssBytesMax: number;
  readonly threadsMax: number | null;
  readonly openFilesMax: number | null;
  readonly connectionsMax: number | null;
  /** Bytes ÷ time over all samples in which they are known. */
  readonly storageReadBytesPerSecMean: number | null;
  readonly storageWrittenBytesPerSecMean: number | null;
  /** Of all processes of its network namespace, as in a reading. */
  readonly networkReceivedBytesPerSecMean: number | null;
  readonly networkSentBytesPerSecMean: number | null;
  /** The process ended while it was watched. */
  readonly died: boolean;
}

/** What there is to say about all samples. Zeros when there is none. Pure; O(samples). */
export function summarizeSamples(
  pid: number,
  samples: readonly MonitoringSample[],
  died: boolean,
): MonitoringSummary {
  const seconds = sum(samples.map((sample) => sample.seconds));
  const weighted = (key: 'cpuPercent' | 'rssBytes'): number =>
    seconds > 0 ? sum(samples.map((sample) => sample[key] * sample.seconds)) / seconds : 0;
  const most = (values: readonly number[]): number =>
    values.reduce((high, value) => Math.max(high, value), 0);
  const mostKnown = (key: 'threads' | 'openFiles' | 'connections'): number | null => {
    const known = samples.map((sample) => sample[key]).filter((value) => value !== null);
    return known.length === 0 ? null : most(known);
  };
  const weightedKnown = (key: `${RateKey}PerSec`): number | null => {
    const known = samples.filter((sample) => sample[key] !== null);
    const time = sum(known.map((sample) => sample.seconds));
    return time > 0 ? sum(known.map((sample) => (sample[key] ?? 0) * sample.seconds)) / time : null;
  };
  return {
    pid,
    samples: samples.length,
    seconds,
    cpuPercentMean: weighted('cpuPercent'),
    cpuPercentMax: most(samples.map(({ cpuPercent }) => cpuPercent)),
    rssBytesMean: weighted('rssBytes'),
    rssBytesMax: most(samples.map(({ rssBytes }) => rssBytes)),
    threadsMax: mostKnown('threads'),
    openFilesMax: mostKnown('openFiles'),
    connectionsMax: mostKnown('connections'),
    storageReadBytesPerSecMean: weightedKnown('storageReadBytesPerSec'),
    storageWrittenBytesPerSecMean: weightedKnown('storageWrittenBytesPerSec'),
    networkReceivedBytesPerSecMean: weightedKnown('networkReceivedBytesPerSec'),
    networkSentBytesPerSecMean: weightedKnown('networkSentBytesPerSec'),
    died,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
