import { BenchwrightError } from '@benchwright/result-schema';
import { z } from 'zod';
import type { HarnessNote } from './harness-notes.js';
import type { HarnessRow } from './harness-row.js';

const figure = z.number().nullable().optional();

/** The union of what the harnesses write: each names some fields differently. */
const entrySchema = z.looseObject({
  test_name: z.string(),
  data_size: z.number(),
  concurrency: z.number().default(1),
  put_latency_ms: figure,
  get_latency_ms: figure,
  encrypt_latency_ms: figure,
  decrypt_latency_ms: figure,
  end_to_end_latency_ms: figure,
  ops_per_second: figure,
  operations_per_second: figure,
  bytes_per_second: figure,
  peak_memory_mb: figure,
  p50_latency: figure,
  p95_latency: figure,
  p99_latency: figure,
  p50_latency_ms: figure,
  p95_latency_ms: figure,
  p99_latency_ms: figure,
  details: z.looseObject({}).optional(),
});

const documentSchema = z.looseObject({
  metadata: z.looseObject({
    language: z.string(),
    timestamp: z.string().default(''),
    platform: z.string().optional(),
    cpu_count: z.number().optional(),
    total_memory_gb: z.number().optional(),
  }),
  results: z.array(entrySchema),
});

type Entry = z.infer<typeof entrySchema>;
type Metadata = z.infer<typeof documentSchema>['metadata'];

/** A file that is no result of a harness. */
export class HarnessFileError extends BenchwrightError {
  constructor(source: string, why: string) {
    super('ERR_HARNESS_FILE', `${source} is not a result file of a DB-ESDK benchmark: ${why}`, {
      hint: 'Expected is {"metadata": {"language", …}, "results": [{"test_name", "data_size", …}]}, as the Go, Java, Python, Rust and TypeScript harnesses write it.',
    });
  }
}

/**
 * Reads the result file of any of the harnesses. Figures that the harness computes wrongly are dropped, with a note. Pure.
 *
 * @throws HarnessFileError
 */
export function readHarnessFile(source: string, text: string): HarnessRow[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new HarnessFileError(source, error instanceof Error ? error.message : String(error));
  }
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HarnessFileError(source, `${issue?.path.join('.') || 'the document'}: ${issue?.message}`);
  }
  const { metadata, results } = parsed.data;
  return results.map((entry) => rowOf(source, metadata, entry));
}

function rowOf(source: string, metadata: Metadata, entry: Entry): HarnessRow {
  const { language } = metadata;
  const test = entry.test_name === 'concurrent' ? 'concurrency' : entry.test_name;
  const endToEndMs = given(entry.end_to_end_latency_ms);
  const percentiles = percentilesOf(entry, language, endToEndMs);
  const rate = rateOf(entry, test, endToEndMs);
  const peakMemoryMib = given(entry.peak_memory_mb);
  return {
    source,
    language,
    runtime: runtimeOf(metadata),
    machine: machineOf(metadata),
    measuredAt: metadata.timestamp.slice(0, 10),
    test,
    variant: variantOf(entry),
    dataSize: entry.data_size,
    concurrency: entry.concurrency,
    encryptMs: given(entry.put_latency_ms ?? entry.encrypt_latency_ms),
    decryptMs: given(entry.get_latency_ms ?? entry.decrypt_latency_ms),
    endToEndMs,
    ...rate.figures,
    peakMemoryMib,
    ...percentiles.figures,
    notes: [
      ...rate.notes,
      ...percentiles.notes,
      ...(language === 'rust' && peakMemoryMib === null ? ['RUST_ITEM' satisfies HarnessNote] : []),
      ...(peakMemoryMib === null ? [] : memoryNote(language)),
    ],
  };
}

/** Every harness writes 0 for what a test does not measure. */
function given(value: number | null | undefined): number | null {
  return value === undefined || value === null || value === 0 ? null : value;
}

type Percentiles = Pick<HarnessRow, 'p50Ms' | 'p95Ms' | 'p99Ms'>;

function percentilesOf(
  entry: Entry,
  language: string,
  meanMs: number | null,
): { figures: Percentiles; notes: HarnessNote[] } {
  const p50Ms = given(entry.p50_latency ?? entry.p50_latency_ms);
  const p95Ms = given(entry.p95_latency ?? entry.p95_latency_ms);
  const p99Ms = given(entry.p99_latency ?? entry.p99_latency_ms);
  if (p50Ms === null) return { figures: { p50Ms, p95Ms, p99Ms }, notes: [] };
  // A p99 below the mean gives the mistake away; a corrected harness is believed.
  if (language === 'go' && p99Ms !== null && meanMs !== null && p99Ms < meanMs) {
    return { figures: { p50Ms: null, p95Ms: null, p99Ms: null }, notes: ['GO_PERCENTILES'] };
  }
  const few = p95Ms !== null && p95Ms === p99Ms;
  return { figures: { p50Ms, p95Ms, p99Ms }, notes: few ? ['FEW_SAMPLES'] : [] };
}

type Rates = Pick<HarnessRow, 'opsPerSec' | 'bytesPerSec'>;

/** With several threads, a rate that is just 1 ÷ latency is the rate of one of them. */
function rateOf(entry: Entry, test: string, meanMs: number | null): { figures: Rates; notes: HarnessNote[] } {
  const opsPerSec = given(entry.ops_per_second ?? entry.operations_per_second);
  const bytesPerSec = given(entry.bytes_per_second);
  const ofOneThread =
    test === 'concurrency' &&
    entry.concurrency > 1 &&
    opsPerSec !== null &&
    meanMs !== null &&
    Math.abs((opsPerSec * meanMs) / 1000 - 1) < 0.01;
  return ofOneThread
    ? { figures: { opsPerSec: null, bytesPerSec: null }, notes: ['RATE_OF_ONE_THREAD'] }
    : { figures: { opsPerSec, bytesPerSec }, notes: [] };
}

function memoryNote(language: string): HarnessNote[] {
  switch (language) {
    case 'python':
      return ['MEMORY_PYTHON'];
    case 'go':
      return ['MEMORY_GO'];
    case 'java':
      return ['MEMORY_JAVA'];
    case 'rust':
      return ['MEMORY_RUST'];
    case 'typescript':
      return ['MEMORY_TYPESCRIPT'];
    default:
      return [];
  }
}

/** `go_version`, `java_version`, `node_version` …: whichever the file has. */
function runtimeOf(metadata: Metadata): string {
  const found = Object.entries(metadata).find(([name]) => name.endsWith('_version'));
  return typeof found?.[1] === 'string' && found[1] !== 'unknown' ? found[1] : '';
}

function machineOf({ cpu_count: cpus, total_memory_gb: gb, platform }: Metadata): string {
  return [
    ...(cpus === undefined ? [] : [`${cpus} CPUs`]),
    ...(gb === undefined ? [] : [`${Math.round(gb)} GB`]),
    ...(platform === undefined ? [] : [platform.split('-')[0]!]),
  ].join(', ');
}

/** Our own entries tell how they differ from the plain one. */
function variantOf({ details }: Entry): string {
  if (details === undefined) return '';
  const { mode, algorithm_suite, header_version, item_shape, item_format, store, encrypted } = details;
  return [
    ...(mode === 'threads' ? ['threads'] : []),
    ...(algorithm_suite === '0x6700' ? ['0x6700'] : []),
    ...(header_version === 2 ? ['v2'] : []),
    ...(typeof item_shape === 'string' && item_shape !== 'harness' ? [item_shape] : []),
    ...(typeof item_format === 'string' && item_format !== 'attribute-value' ? [item_format] : []),
    ...(store === 'dynamodb' ? ['with table'] : []),
    ...(encrypted === false ? ['plain'] : []),
  ].join(' ');
}
