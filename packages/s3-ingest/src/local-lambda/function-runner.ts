import type { EventEnd, InitEnd } from './environment/execution-environment.js';
import { EnvironmentPool, type PlatformParts, type PooledEnvironment } from './environment-pool.js';
import type { FunctionDefinition } from './function-definition.js';
import {
  answerTooLong,
  exitFailure,
  type FunctionFailure,
  handlerFailure,
  LONGEST_ANSWER_BYTES,
  timeoutFailure,
} from './function-failure.js';
import { LAMBDA_RUNTIME, logGroupName } from './platform-env.js';
import { formatInitReportLine, formatReportLine, type InvocationReport } from './report-line.js';

/** The answer to one invocation. */
export interface InvocationOutcome {
  readonly payload: string;
  /** Whether the payload tells an error of the function. */
  readonly failed: boolean;
  readonly report: InvocationReport;
  /** Everything the invocation logged, START to REPORT. */
  readonly log: string;
}

/** An environment that is to take the event, or what kept it from starting. */
interface Begun {
  readonly pooled: PooledEnvironment;
  /** Of a new environment; null for a warm one, and where the start was part of the invocation. */
  readonly initNs: number | null;
  /** When the invocation's own time began, by process.hrtime. */
  readonly startedAt: bigint;
  readonly failure: FunctionFailure | null;
}

interface Attempt {
  readonly initNs: number | null;
  readonly durationNs: number;
  readonly end: { readonly payload: string } | { readonly failure: FunctionFailure };
}

const NS_PER_MS = 1e6;
const BYTES_PER_MB = 1_048_576;

/** Runs the invocations of one function, each in an environment of its own while it lasts. */
export class FunctionRunner {
  readonly definition: FunctionDefinition;
  readonly functionArn: string;
  readonly #parts: PlatformParts;
  readonly #pool: EnvironmentPool;

  constructor(definition: FunctionDefinition, functionArn: string, parts: PlatformParts) {
    this.definition = definition;
    this.functionArn = functionArn;
    this.#parts = parts;
    this.#pool = new EnvironmentPool(definition, parts);
  }

  /** Resolves when the answer is there and every line of it is in the log file. */
  async invoke(requestId: string, payload: string): Promise<InvocationOutcome> {
    const log: string[] = [];
    const begun = await this.#begin(requestId, log);
    const { pooled } = begun;
    const attempt = await this.#attempt(begun, requestId, payload);
    const outcome = this.#conclude(pooled, requestId, attempt, log);
    pooled.tail = null;
    await this.#parts.logs.flush(this.definition.name);
    this.#pool.giveBack(pooled);
    return outcome;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  /** Takes a warm environment or starts one. */
  async #begin(requestId: string, log: string[]): Promise<Begun> {
    const warm = this.#pool.takeIdle();
    if (warm !== null) {
      warm.tail = log;
      this.#logStart(warm, requestId);
      return { pooled: warm, initNs: null, startedAt: process.hrtime.bigint(), failure: null };
    }
    const pooled = this.#pool.start();
    pooled.tail = log;
    this.#log(
      pooled,
      `INIT_START Runtime Version: ${LAMBDA_RUNTIME} (Node.js ${process.versions.node}, local)`,
    );
    const init = await pooled.environment.init(this.#parts.initTimeoutMs);
    if (init.kind === 'timeout') {
      this.#log(pooled, formatInitReportLine(init.initNs / NS_PER_MS));
      return this.#beginAgain(requestId, log);
    }
    this.#logStart(pooled, requestId);
    const failure = init.kind === 'ready' ? null : this.#initFailure(init, requestId);
    return { pooled, initNs: init.initNs, startedAt: process.hrtime.bigint(), failure };
  }

  /** Lambda gives a start that took too long a second chance within the invocation: in its time, with its timeout, at its cost. */
  async #beginAgain(requestId: string, log: string[]): Promise<Begun> {
    const startedAt = process.hrtime.bigint();
    const pooled = this.#pool.start();
    pooled.tail = log;
    this.#logStart(pooled, requestId);
    const init = await pooled.environment.init(this.definition.timeoutSec * 1000);
    const failure = init.kind === 'ready' ? null : this.#initFailure(init, requestId);
    return { pooled, initNs: null, startedAt, failure };
  }

  async #attempt(
    { pooled, initNs, startedAt, failure }: Begun,
    requestId: string,
    payload: string,
  ): Promise<Attempt> {
    const elapsedNs = (): number => Number(process.hrtime.bigint() - startedAt);
    // What failed at its start, outside the invocation, has not begun its own time.
    if (failure !== null) return { initNs, durationNs: initNs === null ? elapsedNs() : 0, end: { failure } };
    const leftMs = Math.max(1, this.definition.timeoutSec * 1000 - elapsedNs() / NS_PER_MS);
    const message = this.#message(pooled, requestId, payload, leftMs);
    const end = await pooled.environment.handle(message, leftMs);
    return { initNs, durationNs: elapsedNs(), end: this.#endOf(end, requestId) };
  }

  #message(pooled: PooledEnvironment, requestId: string, payload: string, timeoutMs: number) {
    const { name, memoryMb } = this.definition;
    return {
      requestId,
      payload,
      memoryMb,
      functionName: name,
      functionArn: this.functionArn,
      logGroupName: logGroupName(name),
      logStreamName: pooled.environment.logStreamName,
      deadlineMs: Date.now() + timeoutMs,
    };
  }

  #initFailure(init: Exclude<InitEnd, { kind: 'ready' }>, requestId: string): FunctionFailure {
    if (init.kind === 'failed') return handlerFailure(init.error);
    if (init.kind === 'exit') return exitFailure(requestId, init.exit);
    return timeoutFailure(requestId, this.definition.timeoutSec, new Date());
  }

  #endOf(end: EventEnd, requestId: string): Attempt['end'] {
    if (end.kind === 'error') return { failure: handlerFailure(end.error) };
    if (end.kind === 'timeout')
      return { failure: timeoutFailure(requestId, this.definition.timeoutSec, new Date()) };
    if (end.kind === 'exit') return { failure: exitFailure(requestId, end.exit) };
    if (Buffer.byteLength(end.payload) > LONGEST_ANSWER_BYTES) return { failure: answerTooLong() };
    return { payload: end.payload };
  }

  #conclude(
    pooled: PooledEnvironment,
    requestId: string,
    attempt: Attempt,
    log: string[],
  ): InvocationOutcome {
    const failure = 'failure' in attempt.end ? attempt.end.failure : null;
    const report = this.#report(pooled, requestId, attempt, failure);
    for (const line of failure?.logLines ?? []) this.#log(pooled, line);
    this.#log(pooled, `END RequestId: ${requestId}`);
    this.#log(pooled, formatReportLine(report));
    const payload =
      'failure' in attempt.end ? JSON.stringify(attempt.end.failure.error) : attempt.end.payload;
    return { payload, failed: failure !== null, report, log: log.map((line) => `${line}\n`).join('') };
  }

  #report(
    { environment }: PooledEnvironment,
    requestId: string,
    { initNs, durationNs }: Attempt,
    failure: FunctionFailure | null,
  ): InvocationReport {
    const { memoryMb, timeoutSec } = this.definition;
    const ranMs =
      failure?.status === 'timeout'
        ? Math.min(durationNs / NS_PER_MS, timeoutSec * 1000)
        : durationNs / NS_PER_MS;
    const initMs = initNs === null ? 0 : initNs / NS_PER_MS;
    const outOfMemory = failure?.errorType === 'Runtime.OutOfMemory';
    const usedMb = Math.ceil(environment.peakRssBytes / BYTES_PER_MB);
    return {
      requestId,
      durationMs: ranMs,
      billedDurationMs: Math.ceil(ranMs + initMs),
      memorySizeMb: memoryMb,
      maxMemoryUsedMb: outOfMemory ? memoryMb : usedMb,
      ...(initNs === null ? {} : { initDurationMs: initMs }),
      ...(failure === null ? {} : { status: failure.status }),
      ...(failure?.errorType == null ? {} : { errorType: failure.errorType }),
      enforcement: environment.enforcement,
    };
  }

  #logStart(pooled: PooledEnvironment, requestId: string): void {
    this.#log(pooled, `START RequestId: ${requestId} Version: $LATEST`);
  }

  #log(pooled: PooledEnvironment, message: string): void {
    const { logStreamName } = pooled.environment;
    pooled.tail?.push(message);
    this.#parts.logs.append(this.definition.name, { timestamp: Date.now(), message, logStreamName });
  }
}
