import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanCell } from '@benchwright/result-schema';
import type { S3IngestConfig } from '../config.js';
import { specOf } from '../design/cell-spec.js';
import { handlerFile } from '../lambda-entries.js';
import { createLocalLambda, type LocalLambdaProcess } from '../local-lambda/create-local-lambda.js';
import type { FunctionDefinition } from '../local-lambda/function-definition.js';
import { warmEnvironments } from '../plan.js';
import type { Storage } from './open-storage.js';

/** Environments of a small design stay for its next round; those of a large one are gone when the next but one cell is measured. */
const IDLE_MS = { small: 300_000, large: 4000 };
/** So many Node processes, some 70 MB each, may lie idle at once. */
const MOST_IDLE = 40;
const UNRESERVED_MINIMUM = 100;
const MOST_TIMEOUT_SEC = 900;

/** A local Lambda with the functions of the plan. Its logs go with it unless they have a folder of their own. */
export async function startLocalFunctions(
  config: S3IngestConfig,
  cells: readonly PlanCell[],
  storage: Storage,
  port = 0,
): Promise<LocalLambdaProcess> {
  const functions = cells.map((cell) => definitionOf(cell, config, storage));
  const environments = cells.reduce((sum, cell) => sum + warmEnvironments(specOf(cell), config), 0);
  const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  const logFolder = config.logs ?? (await mkdtemp(join(tmpdir(), 'benchwright-lambda-logs-')));
  const removeLogs = async (): Promise<void> => {
    if (config.logs === null) await rm(logFolder, { recursive: true, force: true });
  };
  try {
    const lambda = await createLocalLambda({
      functions,
      port,
      logFolder,
      region: config.region,
      accountConcurrency: Math.max(1000, reserved + UNRESERVED_MINIMUM + config.maxInFlight),
      idleMs: environments > MOST_IDLE ? IDLE_MS.large : IDLE_MS.small,
    });
    const close = async (): Promise<void> => {
      await lambda.close();
      await removeLogs();
    };
    return { ...lambda, close };
  } catch (error) {
    await removeLogs();
    throw error;
  }
}

/** What a deployment would say of the function of a cell, with the names of the original's environment variables. */
export function definitionOf(
  cell: PlanCell,
  { eventBytes, objectMb, queueSize, timeout }: S3IngestConfig,
  { bucket, endpoint, keys }: Pick<Storage, 'bucket' | 'endpoint' | 'keys'>,
): FunctionDefinition {
  const spec = specOf(cell);
  return {
    name: spec.functionName,
    memoryMb: spec.memoryMb,
    timeoutSec: Math.min(MOST_TIMEOUT_SEC, Math.max(1, Math.ceil(timeout / 1e9))),
    handlerFile,
    reservedConcurrency: spec.reservedConcurrency,
    env: {
      OUTPUT_BUCKET: bucket,
      WORKLOAD: spec.workload,
      MEMORY_MB: String(spec.memoryMb),
      RESERVED_CONCURRENCY: String(spec.reservedConcurrency),
      ...(spec.batchEvents === undefined ? {} : { BATCH_EVENTS: String(spec.batchEvents) }),
      ...(spec.partMb === undefined
        ? {}
        : { MULTIPART_MB: String(spec.partMb), OBJECT_MB: String(objectMb) }),
      EVENT_BYTES: String(eventBytes),
      QUEUE_SIZE: String(queueSize),
      CHECKSUM_MODE: spec.checksumMode,
      PAYLOAD_SIGNING: spec.payloadSigning,
      ...(endpoint === null ? {} : { S3_ENDPOINT: endpoint }),
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
    },
  };
}
