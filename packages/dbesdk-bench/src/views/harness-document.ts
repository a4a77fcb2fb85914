import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { type CellSpec, specOf } from '../cell-spec.js';
import { PEAK_HEAP_EXTERNAL, PEAK_RSS } from '../summarize/figure-names.js';

const NS_PER_MS = 1e6;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** The original harnesses' document, under their names: metadata, and one entry per cell. */
export interface HarnessDocument {
  readonly metadata: HarnessMetadata;
  readonly results: readonly HarnessEntry[];
  /** Not in the original: whether the figures can be trusted. */
  readonly validity: RunResult['validity'];
}

export interface HarnessMetadata {
  readonly language: string;
  readonly timestamp: string;
  readonly node_version: string;
  readonly platform: string;
  readonly cpu_count: number;
  readonly total_memory_gb: number;
  readonly total_tests: number;
}

/** One entry: the original's fields first; 0 in those that a test does not measure, as there. Times are milliseconds. */
export interface HarnessEntry {
  readonly test_name: string;
  readonly language: string;
  readonly data_size: number;
  readonly concurrency: number;
  readonly put_latency_ms: number;
  readonly get_latency_ms: number;
  readonly end_to_end_latency_ms: number;
  readonly ops_per_second: number;
  readonly bytes_per_second: number;
  /** Highest use of heap and buffers over the baseline, in MiB. */
  readonly peak_memory_mb: number;
  /** Item size ÷ that, as in the Python and Rust harnesses. */
  readonly memory_efficiency_ratio: number;
  readonly p50_latency: number;
  readonly p95_latency: number;
  readonly p99_latency: number;
  readonly timestamp: string;
  readonly node_version: string;
  readonly cpu_count: number;
  readonly total_memory_gb: number;
  readonly details: EntryDetails;
}

/** What the original has no field for. */
export interface EntryDetails {
  readonly cell: string;
  readonly verdict: RunResult['validity']['verdict'];
  /** Operations that the latencies and percentiles rest on. */
  readonly samples: number;
  readonly trials: number;
  readonly failed: number;
  readonly mode: string;
  readonly item_shape: string;
  readonly attributes: number;
  readonly encrypted_share: number;
  readonly nesting_depth: number;
  readonly algorithm_suite: string;
  readonly header_version: number;
  readonly item_format: string;
  readonly item_keys: string;
  readonly store: string;
  readonly encrypted: boolean;
  readonly ops_per_second_interval: readonly [number | null, number | null];
  /** Highest resident set over the baseline, in MiB; null where memory is not what is measured. */
  readonly peak_rss_mb: number | null;
  /** AES-256-GCM and SHA-384 over the same bytes ÷ what was measured; null where there is no such limit. */
  readonly limit_share: number | null;
}

/** A result as the original harnesses write theirs, with `language: "typescript"` and Node's version. Pure. */
export function harnessDocument(result: RunResult): HarnessDocument {
  const machine = machineOf(result);
  const at = iso(result.run.finishedAt ?? result.run.startedAt);
  const measured = result.cells.filter(({ trials }) => trials > 0);
  const results = measured.map((cell) => entryOf(cell, specOf(cell), at, machine));
  const { environment: env } = result;
  return {
    metadata: {
      language: 'typescript',
      timestamp: at,
      node_version: machine.node_version,
      platform: `${env.os.platform}-${env.os.release}-${env.os.arch}`,
      cpu_count: machine.cpu_count,
      total_memory_gb: machine.total_memory_gb,
      total_tests: results.length,
    },
    results,
    validity: result.validity,
  };
}

/** The document as text. */
export function renderHarnessJson(result: RunResult): string {
  return `${JSON.stringify(harnessDocument(result), null, 2)}\n`;
}

type Machine = Pick<HarnessEntry, 'node_version' | 'cpu_count' | 'total_memory_gb'>;

function machineOf({ environment }: RunResult): Machine {
  return {
    node_version: environment.runtime.node.replace(/^v/, ''),
    cpu_count: environment.cpu.logicalCores,
    total_memory_gb: Math.round((environment.memory.totalBytes / GIB) * 100) / 100,
  };
}

function entryOf(cell: CellResult, spec: CellSpec, timestamp: string, machine: Machine): HarnessEntry {
  const { metrics } = cell;
  const isMemory = spec.test === 'memory';
  const whole = isMemory ? undefined : metrics.serviceTimeNs;
  const { first, second } = isMemory ? {} : halvesOf(metrics, spec);
  const peak = metrics[PEAK_HEAP_EXTERNAL]?.estimate ?? 0;
  return {
    test_name: spec.test,
    language: 'typescript',
    data_size: spec.dataSize,
    concurrency: spec.concurrency,
    put_latency_ms: ms(first?.mean),
    get_latency_ms: ms(second?.mean),
    end_to_end_latency_ms: ms(whole?.mean),
    ops_per_second: isMemory ? 0 : (metrics.requestsPerSec?.estimate ?? 0),
    bytes_per_second: isMemory ? 0 : (metrics.payloadBytesPerSec?.estimate ?? 0),
    peak_memory_mb: peak / MIB,
    memory_efficiency_ratio: peak > 0 ? spec.dataSize / peak : 0,
    p50_latency: ms(whole?.percentiles?.['50']),
    p95_latency: ms(whole?.percentiles?.['95']),
    p99_latency: ms(whole?.percentiles?.['99']),
    timestamp,
    ...machine,
    details: detailsOf(cell, spec),
  };
}

/** Encrypting is what a put costs, decrypting what a get does; a test of one of them has no other half. */
function halvesOf(metrics: CellResult['metrics'], { test }: CellSpec): { first?: Metric; second?: Metric } {
  if (test === 'encrypt') return pick(metrics.serviceTimeNs, undefined);
  if (test === 'decrypt') return pick(undefined, metrics.serviceTimeNs);
  return pick(metrics.putNs ?? metrics.encryptNs, metrics.getNs ?? metrics.decryptNs);
}

function pick(first: Metric | undefined, second: Metric | undefined): { first?: Metric; second?: Metric } {
  return { ...(first === undefined ? {} : { first }), ...(second === undefined ? {} : { second }) };
}

function detailsOf({ id, validity, counts, trials, metrics }: CellResult, spec: CellSpec): EntryDetails {
  const rss = metrics[PEAK_RSS]?.estimate;
  return {
    cell: id,
    verdict: validity.verdict,
    samples: counts.ok,
    trials,
    failed: counts.failed,
    mode: spec.mode,
    item_shape: spec.shape,
    attributes: spec.attributes,
    encrypted_share: spec.encryptedShare,
    nesting_depth: spec.nesting,
    algorithm_suite: spec.suite,
    header_version: spec.headerVersion,
    item_format: spec.format,
    item_keys: spec.itemKeys,
    store: spec.store,
    encrypted: spec.encrypted,
    ops_per_second_interval:
      spec.test === 'memory' ? [null, null] : (metrics.requestsPerSec?.interval ?? [null, null]),
    peak_rss_mb: rss === undefined || rss === null ? null : rss / MIB,
    limit_share: metrics.limitShare?.estimate ?? null,
  };
}

function ms(ns: number | undefined): number {
  return (ns ?? 0) / NS_PER_MS;
}

function iso(text: string): string {
  return new Date(text).toISOString().replace(/\.\d+Z$/, 'Z');
}
