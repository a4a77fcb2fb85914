import { readFileSync } from 'node:fs';
import { createS3Server, type S3Server, type S3ServerOptions } from '@benchwright/s3-server';
import { Ajv, type ValidateFunction } from 'ajv';
import type { EmfLine } from './emf.js';
import { createHandle, type InvocationContext } from './handle.js';
import type { InvocationSuccess } from './invocation-record.js';

export const BUCKET = 'study-bucket';

/** CloudWatch's own schema of the embedded metric format. */
export function emfSchema(): ValidateFunction {
  return new Ajv().compile(
    JSON.parse(readFileSync(new URL('./testdata/emf-schema.json', import.meta.url), 'utf8')),
  );
}

/** An S3 with the study's bucket, and the environment of a function that writes there. */
export interface TestStorage {
  readonly server: S3Server;
  env(changes?: Readonly<Record<string, string>>): Record<string, string>;
}

export async function openStorage(options: S3ServerOptions = {}): Promise<TestStorage> {
  const server = await createS3Server({ buckets: [BUCKET], ...options });
  const { accessKeyId, secretAccessKey } = server.credentials;
  return {
    server,
    env: (changes = {}) => ({
      OUTPUT_BUCKET: BUCKET,
      WORKLOAD: 'events',
      S3_ENDPOINT: server.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...changes,
    }),
  };
}

export const CONTEXT: InvocationContext = {
  awsRequestId: 'request-1',
  functionName: 's3-experiment-events-1024mb-10',
};

/** One execution environment in this process: what its handler answers, and what it logs. */
export interface TestEnvironment {
  readonly lines: string[];
  handle(event: unknown): Promise<InvocationSuccess>;
  /** Handles an event that must fail; answers with what was thrown. */
  fail(event: unknown): Promise<Error>;
  lastLine(): EmfLine;
}

export function openEnvironment(env: Readonly<Record<string, string>>): TestEnvironment {
  const lines: string[] = [];
  const handle = createHandle({ env, startedAt: performance.now(), log: (line) => lines.push(line) });
  return {
    lines,
    handle: (event) => handle(event, CONTEXT),
    fail: async (event) => {
      try {
        await handle(event, CONTEXT);
      } catch (error) {
        return error as Error;
      }
      throw new Error('it did not fail');
    },
    lastLine: () => JSON.parse(lines.at(-1) ?? 'null') as EmfLine,
  };
}
