import type { Distribution } from '@benchwright/result-schema';
import { cellCost } from '../cost/cell-cost.js';
import type { CostTerms, InvocationUsage } from '../cost/invocation-cost.js';
import type { Prices } from '../cost/prices.js';
import type { Enforcement } from '../local-lambda/function-definition.js';
import { distributionOf } from './distribution-of.js';
import type { InvocationAnswer } from './read-answer.js';
import {
  COLD_LATENCY,
  COLD_START_TIME,
  FIGURES,
  HANDLER_LATENCY,
  LIMITS,
  UPLOAD_TIME,
  WARM_LATENCY,
} from './trial-figures.js';

interface TallyOptions {
  readonly memoryMb: number;
  readonly terms: CostTerms;
  readonly prices: Prices;
}

/** Adds up what the invocations of one trial say of themselves. One entry per invocation that ran; nothing is averaged here. */
export class InvocationTally {
  readonly #options: TallyOptions;
  readonly #usages: InvocationUsage[] = [];
  readonly #latenciesMs: { warm: number[]; cold: number[] } = { warm: [], cold: [] };
  readonly #uploadsMs: number[] = [];
  readonly #coldStartsMs: number[] = [];
  #enforcement: Enforcement | null = null;
  #coldStarts = 0;
  #objects = 0;
  #objectBytes = 0;
  #events = 0;
  #s3Requests = 0;
  #s3Retries = 0;
  #s3Throttles = 0;
  #cpuMs = 0;
  #maxMemoryMb = 0;
  #throttles = 0;
  #throttledInvocations = 0;

  constructor(options: TallyOptions) {
    this.#options = options;
  }

  get coldStarts(): number {
    return this.#coldStarts;
  }

  get coldStartsMs(): readonly number[] {
    return this.#coldStartsMs;
  }

  /** One invocation met this many 429 answers. */
  throttled(times: number): void {
    this.#throttles += times;
    if (times > 0) this.#throttledInvocations++;
  }

  answered({ record, report }: InvocationAnswer): void {
    if (report !== null) {
      this.#maxMemoryMb = Math.max(this.#maxMemoryMb, report.maxMemoryUsedMb);
      this.#enforcement = report.enforcement ?? this.#enforcement;
    }
    if (record !== null) {
      this.#s3Requests += record.s3_requests;
      this.#s3Retries += record.s3_retries;
      this.#s3Throttles += record.s3_throttles;
      this.#cpuMs += record.cpu_ms;
      if (record.cold_start) {
        this.#coldStarts++;
        if (record.cold_start_ms !== undefined) this.#coldStartsMs.push(record.cold_start_ms);
      }
    }
    if (record?.ok === true) {
      this.#objects++;
      this.#objectBytes += record.object_bytes;
      this.#events += record.events_generated;
      this.#uploadsMs.push(record.upload_ms);
      this.#latenciesMs[record.cold_start ? 'cold' : 'warm'].push(record.latency_ms);
    }
    const durationMs =
      report?.durationMs ?? (record?.ok === true ? record.latency_ms : (record?.failed_after_ms ?? 0));
    this.#usages.push({
      memoryMb: this.#options.memoryMb,
      durationMs,
      ...(report === null ? {} : { billedMs: report.billedDurationMs }),
      putRequests: record?.s3_attempts ?? 0,
      objectBytes: record?.ok === true ? record.object_bytes : 0,
    });
  }

  /** The figures of the trial, by name. */
  figures(): Record<string, number> {
    const { terms, prices } = this.#options;
    const cost = cellCost(this.#usages, this.#objects, terms, prices);
    const { totalUsd, computeUsd, requestUsd, putUsd, storageUsd, billedMs } = cost;
    return {
      [FIGURES.ran]: this.#usages.length,
      [FIGURES.objects]: this.#objects,
      [FIGURES.objectBytes]: this.#objectBytes,
      [FIGURES.events]: this.#events,
      [FIGURES.coldStarts]: this.#coldStarts,
      [FIGURES.s3Requests]: this.#s3Requests,
      [FIGURES.s3Retries]: this.#s3Retries,
      [FIGURES.s3Throttles]: this.#s3Throttles,
      [FIGURES.throttles]: this.#throttles,
      [FIGURES.throttledInvocations]: this.#throttledInvocations,
      [FIGURES.functionCpuMs]: this.#cpuMs,
      [FIGURES.maxMemoryUsedMb]: this.#maxMemoryMb,
      ...{ billedMs, totalUsd, computeUsd, requestUsd, putUsd, storageUsd },
      ...limitFigures(this.#enforcement),
    };
  }

  /** Distributions by name; `before` are cold starts of the warm-up, which no latency counts but the start times do. */
  distributions(before: readonly number[]): Record<string, Distribution> {
    const { warm, cold } = this.#latenciesMs;
    const all = {
      [HANDLER_LATENCY]: distributionOf([...warm, ...cold]),
      [WARM_LATENCY]: distributionOf(warm),
      [COLD_LATENCY]: distributionOf(cold),
      [UPLOAD_TIME]: distributionOf(this.#uploadsMs),
      [COLD_START_TIME]: distributionOf([...before, ...this.#coldStartsMs]),
    };
    return Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, Distribution] => entry[1] !== null),
    );
  }
}

function limitFigures(enforcement: Enforcement | null): Record<string, number> {
  if (enforcement === null) return {};
  return {
    [FIGURES.memoryLimit]: LIMITS.indexOf(enforcement.memory),
    [FIGURES.cpuLimit]: LIMITS.indexOf(enforcement.cpu),
  };
}
