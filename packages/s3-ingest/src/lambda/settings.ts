import { type Environment, SettingsReader } from './settings-reader.js';

/** Which request and response checksums the SDK computes beyond those that S3 demands. */
export type ChecksumMode = 'WHEN_SUPPORTED' | 'WHEN_REQUIRED';

/** Whether the SHA-256 of a body goes into its signature. */
export type PayloadSigning = 'signed' | 'unsigned';

export type Workload = 'events' | 'batch';

/** What one deployed function does: the experiment's factors and where the objects go. MB are 1,048,576 bytes. */
export interface LambdaSettings {
  readonly outputBucket: string;
  readonly workload: Workload;
  readonly memoryMb: number;
  /** Events in one object of the events workload. */
  readonly batchEvents: number;
  /** Size of a part of a multipart upload in the batch workload. */
  readonly multipartMb: number;
  /** What the function was deployed with; 0 is unreserved. It is recorded, the platform enforces it. */
  readonly reservedConcurrency: number;
  /** Size of one object of the batch workload. */
  readonly objectMb: number;
  /** Bytes of one line of NDJSON, its newline included: an object of n events has exactly n times as many. */
  readonly eventBytes: number;
  /** Recorded, to tell deployments of one account apart; null where there is none. */
  readonly namePrefix: string | null;
  /** Parts in flight at once. */
  readonly queueSize: number;
  readonly checksumMode: ChecksumMode;
  readonly payloadSigning: PayloadSigning;
  /** Another S3 than that of AWS; null takes the SDK's own choice. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Whether run_id is a dimension too: one billed CloudWatch metric per run. */
  readonly runIdDimension: boolean;
}

export const BYTES_PER_MB = 1_048_576;

/** Values that the original experiment allows; STRICT_DESIGN=true refuses others. */
export const STUDY_VALUES = {
  MEMORY_MB: [512, 1024, 2048],
  BATCH_EVENTS: [1, 10, 100],
  MULTIPART_MB: [8, 32, 64],
  RESERVED_CONCURRENCY: [0, 10, 50],
} as const;

/** S3 takes at most this many parts in one upload. */
const MOST_PARTS = 10_000;

/**
 * Reads the function's environment variables.
 *
 * Ranges are what Lambda and S3 can do, so that a design is free to leave the published levels; STRICT_DESIGN=true allows only
 * those of the original study (STUDY_VALUES, and OBJECT_MB in hundreds). MEMORY_MB defaults to what Lambda says the
 * function has, and contradicting it is a problem: results would carry the wrong label.
 *
 * @throws LambdaSettingsError with every problem at once
 */
export function readLambdaSettings(env: Environment): LambdaSettings {
  const read = new SettingsReader(env);
  const strict = read.flag('STRICT_DESIGN', false);
  const settings: LambdaSettings = {
    outputBucket: read.required('OUTPUT_BUCKET', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, BUCKET_FORM),
    workload: read.oneOf('WORKLOAD', ['events', 'batch'], null),
    memoryMb: read.integer('MEMORY_MB', memoryRange(env, strict)),
    batchEvents: read.integer('BATCH_EVENTS', level('BATCH_EVENTS', strict, 1, 100_000, 1)),
    multipartMb: read.integer('MULTIPART_MB', level('MULTIPART_MB', strict, 5, 5120, 8)),
    reservedConcurrency: read.integer('RESERVED_CONCURRENCY', reservedRange(strict)),
    objectMb: read.integer('OBJECT_MB', {
      low: 1,
      high: 5_242_880,
      otherwise: 100,
      ...(strict ? HUNDREDS : {}),
    }),
    eventBytes: read.integer('EVENT_BYTES', { low: 256, high: 8192, otherwise: 1024 }),
    namePrefix: read.text('NAME_PREFIX'),
    queueSize: read.integer('QUEUE_SIZE', { low: 1, high: 64, otherwise: 4 }),
    checksumMode: read.oneOf('CHECKSUM_MODE', ['WHEN_SUPPORTED', 'WHEN_REQUIRED'], 'WHEN_SUPPORTED'),
    payloadSigning: read.oneOf('PAYLOAD_SIGNING', ['signed', 'unsigned'], 'signed'),
    endpoint: read.url(['S3_ENDPOINT', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL']),
    region: read.text('AWS_REGION') ?? read.text('AWS_DEFAULT_REGION') ?? 'us-east-1',
    runIdDimension: read.flag('EMF_RUN_ID_DIMENSION', false),
  };
  checkTogether(settings, read);
  read.throwProblems();
  return settings;
}

const BUCKET_FORM = 'a bucket name: 3 to 63 of a-z, 0-9, dot and hyphen';
const HUNDREDS = { multipleOf: 100 };

function level(
  name: keyof typeof STUDY_VALUES,
  strict: boolean,
  low: number,
  high: number,
  otherwise: number,
) {
  return { low, high, otherwise, ...(strict ? { values: STUDY_VALUES[name] } : {}) };
}

function memoryRange(env: Environment, strict: boolean) {
  const deployed = Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? Number.NaN);
  const known = Number.isInteger(deployed) && deployed > 0;
  return {
    ...level('MEMORY_MB', strict, 128, 10_240, known ? deployed : 1024),
    ...(known ? { exactly: deployed, because: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE says so' } : {}),
  };
}

function reservedRange(strict: boolean) {
  return { ...level('RESERVED_CONCURRENCY', strict, 0, 100_000, 0), because: '0 is unreserved' };
}

/** What single variables cannot show: more parts than S3 takes, or more bytes in flight than the function has. */
function checkTogether(settings: LambdaSettings, read: SettingsReader): void {
  if (settings.workload !== 'batch') return;
  const { multipartMb, objectMb, queueSize, memoryMb } = settings;
  const parts = Math.ceil(objectMb / multipartMb);
  if (parts > MOST_PARTS) {
    read.problem(
      'MULTIPART_MB',
      `at least ${Math.ceil(objectMb / MOST_PARTS)} for OBJECT_MB=${objectMb}`,
      'S3 takes 10,000 parts',
    );
  }
  const inFlight = Math.min(parts, queueSize + 1) * multipartMb;
  if (parts > 1 && inFlight >= memoryMb) {
    read.problem(
      'QUEUE_SIZE',
      `fewer, with MULTIPART_MB=${multipartMb} and MEMORY_MB=${memoryMb}`,
      `${inFlight} MB of parts in flight and under way do not fit`,
    );
  }
}
