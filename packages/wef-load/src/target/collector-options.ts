import { availableParallelism } from 'node:os';
import { BenchwrightError } from '@benchwright/result-schema';

/** An S3 endpoint that is not started by the collector. */
export interface S3Destination {
  /** Null: the service of AWS. */
  readonly endpoint: string | null;
  readonly region?: string;
  /** Default: as the AWS SDK finds them. */
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
}

/** How what is received is kept. */
export interface StoreOptions {
  /** `embedded` (default): an S3 server in a process of its own that ends with the collector. */
  readonly s3?: 'embedded' | S3Destination;
  /** Default `wef-events`. */
  readonly bucket?: string;
  /** Before `event_type=…` in every key; default none. */
  readonly prefix?: string;
  /** A Parquet file is closed before it grows beyond this. Default 100 MB. */
  readonly maxFileBytes?: number;
  /** How long events wait for their file, at most. Default 5 s. */
  readonly flushIntervalMs?: number;
  /**
   * Where events wait on disk. What a collector left there is uploaded by the next that is given the folder. Default: a folder
   * that is made for this process and removed with it.
   */
  readonly bufferPath?: string;
  /** How much may wait there until batches are refused with 503. Default 2 GiB. */
  readonly maxBufferBytes?: number;
  /** Threads that make Parquet files. Default: one per core but one, at least 1, at most 4. */
  readonly workers?: number;
  /** Acknowledge only what the disk has confirmed (fdatasync), so that it survives a power cut too. Default false: what survives `kill -9`. */
  readonly fsync?: boolean;
}

/** Port, certificate and key of a server, and the authority of its clients, as PEM texts. */
export interface TlsOptions {
  readonly port: number;
  readonly cert: string;
  readonly key: string;
  /** Clients must show a certificate that this authority signed. */
  readonly ca: string;
}

/** How a collector is to be. Everything has a default. */
export interface WefCollectorOptions {
  /** Default 5985; 0 takes a free one. */
  readonly port?: number;
  /** Default `127.0.0.1`: this machine alone. */
  readonly host?: string;
  /** A second port, for clients with certificates. Default none. */
  readonly tls?: TlsOptions;
  /** False: receive, check, count and forget. */
  readonly store?: StoreOptions | false;
  /** Batches of more are refused with 413. Default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** What the bodies of batches under way may take of memory together. Default 256 MiB. */
  readonly maxInFlightBytes?: number;
}

/** The collector was asked for something that cannot be. */
export class CollectorConfigError extends BenchwrightError {
  constructor(problems: readonly string[], hint?: string) {
    super('ERR_WEF_COLLECTOR_CONFIG', problems.join('\n'), hint === undefined ? {} : { hint });
  }
}

const DEFAULT_PORT = 5985;
const MEBIBYTE = 1_048_576;

/** Options with every default in its place. */
export interface CheckedOptions {
  readonly port: number;
  readonly host: string;
  readonly maxBodyBytes: number;
  readonly maxInFlightBytes: number;
  readonly store: CheckedStore | undefined;
}

/** A store's options with every default in its place. */
export interface CheckedStore extends Required<Omit<StoreOptions, 'bufferPath'>> {
  readonly bufferPath: string | undefined;
}

/** Fills in what is not given. @throws CollectorConfigError with all that is wrong */
export function checkOptions(options: WefCollectorOptions): CheckedOptions {
  const { port = DEFAULT_PORT, host = '127.0.0.1', maxBodyBytes = 64 * MEBIBYTE } = options;
  const { maxInFlightBytes = Math.max(256 * MEBIBYTE, 2 * maxBodyBytes) } = options;
  const store = options.store === false ? undefined : withDefaults(options.store ?? {});
  const problems = [
    ...wholeNumber('port', port, 0, HIGHEST_PORT),
    ...wholeNumber('tls.port', options.tls?.port ?? 0, 0, HIGHEST_PORT),
    ...wholeNumber('maxBodyBytes', maxBodyBytes, 1),
    ...wholeNumber('maxInFlightBytes', maxInFlightBytes, 2 * maxBodyBytes),
    ...(store === undefined ? [] : storeProblems(store)),
  ];
  if (problems.length > 0) throw new CollectorConfigError(problems);
  return { port, host, maxBodyBytes, maxInFlightBytes, store };
}

const HIGHEST_PORT = 65_535;
/** Beyond this nothing but the disk is the bound. */
const MOST_BYTES = 2 ** 50;
const LONGEST_FLUSH_MS = 86_400_000;
const MOST_WORKERS = 16;

function withDefaults(store: StoreOptions): CheckedStore {
  const cores = availableParallelism();
  return {
    s3: store.s3 ?? 'embedded',
    bucket: store.bucket ?? 'wef-events',
    prefix: store.prefix ?? '',
    maxFileBytes: store.maxFileBytes ?? 100 * MEBIBYTE,
    flushIntervalMs: store.flushIntervalMs ?? 5000,
    bufferPath: store.bufferPath,
    maxBufferBytes: store.maxBufferBytes ?? 2048 * MEBIBYTE,
    workers: store.workers ?? Math.min(4, Math.max(1, cores - 1)),
    fsync: store.fsync ?? false,
  };
}

function storeProblems(store: CheckedStore): string[] {
  const { maxFileBytes, flushIntervalMs, maxBufferBytes, workers, bucket } = store;
  return [
    ...wholeNumber('store.maxFileBytes', maxFileBytes, MEBIBYTE, MOST_BYTES),
    ...wholeNumber('store.flushIntervalMs', flushIntervalMs, 1, LONGEST_FLUSH_MS),
    ...wholeNumber('store.maxBufferBytes', maxBufferBytes, MEBIBYTE, MOST_BYTES),
    ...wholeNumber('store.workers', workers, 1, MOST_WORKERS),
    ...(bucket === '' ? ['store.bucket must not be empty'] : []),
  ];
}

function wholeNumber(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): string[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return [`${name} must be a whole number ${range}, not ${value}`];
}
