import { randomUUID } from 'node:crypto';
import type { ConcurrencyBudget } from '../concurrency-budget.js';
import type { FunctionRunner } from '../function-runner.js';
import {
  functionNotFound,
  invalidParameter,
  LambdaApiError,
  notJson,
  requestTooLarge,
  throttled,
} from './api-error.js';
import { functionArn, functionConfiguration, functionNameOf } from './function-configuration.js';

export interface ApiRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text, or nothing. */
  readonly body: string;
}

/** Lambda's quota for a synchronous request. */
export const LONGEST_REQUEST_BYTES = 6_291_456;
/** Lambda returns the last 4 KB of the log. */
const LOG_TAIL_BYTES = 4096;
const LONGEST_PAGE = 50;

/** The operations of the API on the functions of one platform. */
export class LambdaOperations {
  readonly #region: string;
  readonly #functions: ReadonlyMap<string, FunctionRunner>;
  readonly #budget: ConcurrencyBudget;

  constructor(region: string, functions: ReadonlyMap<string, FunctionRunner>, budget: ConcurrencyBudget) {
    this.#region = region;
    this.#functions = functions;
    this.#budget = budget;
  }

  async invoke(given: string, { headers, query, body }: ApiRequest): Promise<ApiResponse> {
    const runner = this.#find(given);
    const qualifier = query.get('Qualifier') ?? '$LATEST';
    if (qualifier !== '$LATEST') throw functionNotFound(`${runner.functionArn}:${qualifier}`);
    if (body.length > LONGEST_REQUEST_BYTES) throw requestTooLarge(LONGEST_REQUEST_BYTES);
    const payload = body.length === 0 ? '{}' : body.toString('utf8');
    checkJson(payload);
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204, body: '' };
    if (type !== 'RequestResponse')
      throw invalidParameter(`the local Lambda invokes with RequestResponse or DryRun, not ${type}`);
    const { name } = runner.definition;
    const refused = this.#budget.enter(name);
    if (refused !== null) throw throttled(refused);
    try {
      return await this.#run(runner, payload, headers['x-amz-log-type'] === 'Tail');
    } finally {
      this.#budget.leave(name);
    }
  }

  async #run(runner: FunctionRunner, payload: string, withLog: boolean): Promise<ApiResponse> {
    const requestId = randomUUID();
    const { payload: answer, failed, report, log } = await runner.invoke(requestId, payload);
    const { enforcement } = report;
    return {
      status: 200,
      body: answer,
      headers: {
        'x-amzn-requestid': requestId,
        'x-amz-executed-version': '$LATEST',
        ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
        ...(withLog
          ? { 'x-amz-log-result': Buffer.from(log).subarray(-LOG_TAIL_BYTES).toString('base64') }
          : {}),
        ...(enforcement === undefined
          ? {}
          : { 'x-benchwright-memory-limit': enforcement.memory, 'x-benchwright-cpu-limit': enforcement.cpu }),
      },
    };
  }

  /** Pages hold 50 functions, as Lambda's do; the marker is the name of the last one shown. */
  list({ query }: ApiRequest): ApiResponse {
    const maxItems = Number(query.get('MaxItems') ?? LONGEST_PAGE);
    if (!Number.isInteger(maxItems) || maxItems < 1 || maxItems > 10_000) {
      throw invalidParameter('MaxItems must be a whole number from 1 to 10000');
    }
    const names = [...this.#functions.keys()].sort();
    const marker = query.get('Marker');
    const from = marker === null ? 0 : names.indexOf(Buffer.from(marker, 'base64url').toString()) + 1;
    if (marker !== null && from === 0) throw invalidParameter('Marker is none that ListFunctions gave');
    const shown = names.slice(from, from + Math.min(maxItems, LONGEST_PAGE));
    const last = shown.at(-1);
    const more = last !== undefined && from + shown.length < names.length;
    return json({
      Functions: shown.map((name) =>
        functionConfiguration(this.#functions.get(name)!.definition, this.#region),
      ),
      NextMarker: more ? Buffer.from(last).toString('base64url') : null,
    });
  }

  configuration(given: string): ApiResponse {
    return json(functionConfiguration(this.#find(given).definition, this.#region));
  }

  concurrency(given: string): ApiResponse {
    const reserved = this.#budget.reservationOf(this.#find(given).definition.name);
    return json(reserved === null ? {} : { ReservedConcurrentExecutions: reserved });
  }

  putConcurrency(given: string, { body }: ApiRequest): ApiResponse {
    const { name } = this.#find(given).definition;
    const asked = (checkJson(body.toString('utf8')) as { ReservedConcurrentExecutions?: unknown } | null)
      ?.ReservedConcurrentExecutions;
    if (typeof asked !== 'number' || !Number.isInteger(asked) || asked < 0) {
      throw invalidParameter('ReservedConcurrentExecutions must be a whole number from 0');
    }
    if (!this.#budget.reserve(name, asked)) {
      const most = Math.max(0, this.#budget.mostReservable(name));
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value; ${most} can be reserved for ${name}.`,
      );
    }
    return json({ ReservedConcurrentExecutions: asked });
  }

  deleteConcurrency(given: string): ApiResponse {
    this.#budget.unreserve(this.#find(given).definition.name);
    return { status: 204, body: '' };
  }

  #find(given: string): FunctionRunner {
    const name = functionNameOf(given);
    const found = this.#functions.get(name);
    if (found === undefined) throw functionNotFound(functionArn(this.#region, name));
    return found;
  }
}

function json(value: unknown): ApiResponse {
  return { status: 200, body: JSON.stringify(value) };
}

function checkJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson((error as Error).message);
  }
}

/** Whether an error is one that the API answers with; anything else is the platform's own fault. */
export function isApiError(error: unknown): error is LambdaApiError {
  return error instanceof LambdaApiError;
}
