import type { S3Client } from '@aws-sdk/client-s3';
import { emfLine, settingsFailureLine } from './emf.js';
import type { InvocationSuccess } from './invocation-record.js';
import { failureOf, successOf } from './make-record.js';
import { objectKey, runIdOf } from './object-key.js';
import { countsSince, RequestCounter } from './request-counter.js';
import { createS3Client, sdkVersionOf } from './s3-client.js';
import { type LambdaSettings, readLambdaSettings } from './settings.js';
import { LambdaSettingsError } from './settings-error.js';
import type { Environment } from './settings-reader.js';
import { prepareObject } from './uploader.js';

/** What of Lambda's context the handler uses. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly functionName: string;
}

export interface HandlerOptions {
  readonly env: Environment;
  /** When the environment began to start, on performance.now()'s clock: 0 is the start of the process. */
  readonly startedAt: number;
  /** Takes one line without its newline. */
  readonly log: (line: string) => void;
}

/** Handles one event. Throws what went wrong, after logging it. */
export type Handle = (event: unknown, context: InvocationContext) => Promise<InvocationSuccess>;

interface Ready {
  readonly settings: LambdaSettings;
  readonly client: S3Client;
  readonly counter: RequestCounter;
}

/**
 * Everything that an execution environment does once: settings, client. Settings that cannot be used do not throw here but at every
 * invocation, because a platform shows the message of a failed invocation, and of a failed start often only that it failed.
 */
export function createHandle({ env, startedAt, log }: HandlerOptions): Handle {
  const ready = getReady(env);
  let coldStartMs: number | undefined = performance.now() - startedAt;
  return async (event, context) => {
    const thisColdStartMs = coldStartMs;
    coldStartMs = undefined;
    if (ready instanceof LambdaSettingsError) {
      log(JSON.stringify(settingsFailureLine(ready, context, env, Date.now())));
      throw ready;
    }
    const invocation = new Invocation(ready, context, thisColdStartMs);
    return invocation.run(event, log);
  };
}

function getReady(env: Environment): Ready | LambdaSettingsError {
  try {
    const settings = readLambdaSettings(env);
    const client = createS3Client(settings, env);
    const counter = new RequestCounter();
    counter.watch(client);
    return { settings, client, counter };
  } catch (error) {
    if (error instanceof LambdaSettingsError) return error;
    throw error;
  }
}

/** One event from its arrival to its line in the log. */
class Invocation {
  readonly #ready: Ready;
  readonly #context: InvocationContext;
  readonly #coldStartMs: number | undefined;
  readonly #startedAt = performance.now();
  readonly #startedMs = Date.now();
  readonly #countsBefore;
  readonly #cpuBefore = process.cpuUsage();
  #runId = '';
  #key = '';
  #uploadAt: number | null = null;
  #uploadMs: number | null = null;

  constructor(ready: Ready, context: InvocationContext, coldStartMs: number | undefined) {
    this.#ready = ready;
    this.#context = context;
    this.#coldStartMs = coldStartMs;
    this.#countsBefore = ready.counter.counts;
  }

  async run(event: unknown, log: (line: string) => void): Promise<InvocationSuccess> {
    const { settings, client } = this.#ready;
    try {
      this.#runId = runIdOf(event, this.#startedMs);
      this.#key = objectKey(settings.workload, this.#runId, this.#startedMs);
      const object = prepareObject(settings, this.#startedMs);
      this.#uploadAt = performance.now();
      this.#uploadMs = Date.now();
      const etag = await object.upload(client, this.#key);
      const endedAt = performance.now();
      const facts = await this.#facts();
      const times = { startedAt: this.#startedAt, uploadAt: this.#uploadAt, endedAt };
      const record = successOf(facts, object, { ...times, etag, parts: this.#counts.parts });
      log(JSON.stringify(emfLine(record, settings)));
      return record;
    } catch (error) {
      const failedAfterMs = performance.now() - this.#startedAt;
      const record = failureOf(await this.#facts(), error, failedAfterMs);
      log(JSON.stringify(emfLine(record, settings)));
      throw error;
    }
  }

  get #counts() {
    return countsSince(this.#countsBefore, this.#ready.counter.counts);
  }

  async #facts() {
    return {
      settings: this.#ready.settings,
      context: this.#context,
      counts: this.#counts,
      runId: this.#runId,
      key: this.#key,
      startedMs: this.#startedMs,
      endedMs: Date.now(),
      uploadMs: this.#uploadMs,
      cpu: process.cpuUsage(this.#cpuBefore),
      coldStartMs: this.#coldStartMs,
      sdkVersion: await sdkVersionOf(this.#ready.client),
    };
  }
}
