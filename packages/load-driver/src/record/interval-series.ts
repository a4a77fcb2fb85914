import type { Series } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';

const INTERVAL_NS = 1e9;
/** Two digits are plenty for a chart, and resetting the buckets every second stays cheap. */
const SIGNIFICANT_DIGITS = 2;

/**
 * What happened in each second of a trial: arrivals by due time, answers by completion time. Constant memory per
 * second; the quantiles of a second are taken when the first completion of a later one comes.
 */
export class IntervalSeries {
  readonly #startNs: number;
  readonly #histograms: string[] | null;
  readonly #offered: number[] = [];
  readonly #ok: number[] = [];
  readonly #failed: number[] = [];
  readonly #p50: number[] = [];
  readonly #p99: number[] = [];
  readonly #max: number[] = [];
  readonly #current = new Histogram({
    measuredFrom: 'due',
    unit: 'ns',
    significantDigits: SIGNIFICANT_DIGITS,
  });
  #offeredIndex = 0;
  #offeredFromNs = Number.POSITIVE_INFINITY;
  #offeredToNs = Number.NEGATIVE_INFINITY;
  #index = 0;
  #endsNs: number;
  #okNow = 0;
  #failedNow = 0;

  /** `keepHistograms` stores the buckets of every second as well, for a series that will be merged with others. */
  constructor(startNs: number, keepHistograms = false) {
    this.#startNs = startNs;
    this.#histograms = keepHistograms ? [] : null;
    this.#endsNs = startNs + INTERVAL_NS;
  }

  offered(dueNs: number): void {
    if (dueNs < this.#offeredFromNs || dueNs >= this.#offeredToNs) this.#turnTo(dueNs);
    this.#offered[this.#offeredIndex]!++;
  }

  /** Arrivals come in order but for a few at the turn of a second: the place is looked up only when it changes. */
  #turnTo(dueNs: number): void {
    const index = Math.max(0, Math.floor((dueNs - this.#startNs) / INTERVAL_NS));
    while (this.#offered.length <= index) this.#offered.push(0);
    this.#offeredIndex = index;
    this.#offeredFromNs = this.#startNs + index * INTERVAL_NS;
    this.#offeredToNs = this.#offeredFromNs + INTERVAL_NS;
  }

  completed(ok: boolean, responseNs: number, endNs: number): void {
    while (endNs >= this.#endsNs) this.#closeInterval();
    if (ok) {
      this.#okNow++;
      this.#current.record(responseNs);
    } else {
      this.#failedNow++;
    }
  }

  /** `completed(true, …)` for the first `count` answers of a batch, which are in order of their ends. */
  completedAll(responsesNs: Float64Array, endsNs: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) {
      while ((endsNs[i] as number) >= this.#endsNs) this.#closeInterval();
      this.#okNow++;
      this.#current.record(responsesNs[i] as number);
    }
  }

  /** Median of the last second that has ended; 0 where there is none, or nothing was answered in it. */
  get recentP50Ns(): number {
    return this.#p50[this.#index - 1] ?? 0;
  }

  get recentP99Ns(): number {
    return this.#p99[this.#index - 1] ?? 0;
  }

  toRecord(): Series {
    this.#closeInterval();
    while (this.#offered.length < this.#ok.length) this.#offered.push(0);
    while (this.#ok.length < this.#offered.length) this.#closeInterval();
    return {
      intervalNs: INTERVAL_NS,
      offered: this.#offered,
      ok: this.#ok,
      failed: this.#failed,
      responseP50Ns: this.#p50,
      responseP99Ns: this.#p99,
      responseMaxNs: this.#max,
      ...(this.#histograms ? { histograms: this.#histograms } : {}),
    };
  }

  #closeInterval(): void {
    const { count } = this.#current;
    this.#ok[this.#index] = this.#okNow;
    this.#failed[this.#index] = this.#failedNow;
    this.#p50[this.#index] = count > 0 ? this.#current.quantileValue(0.5) : 0;
    this.#p99[this.#index] = count > 0 ? this.#current.quantileValue(0.99) : 0;
    this.#max[this.#index] = count > 0 ? this.#current.max : 0;
    if (this.#histograms) this.#histograms[this.#index] = count > 0 ? this.#current.encode() : '';
    if (count > 0) this.#current.reset();
    this.#okNow = 0;
    this.#failedNow = 0;
    this.#index++;
    this.#endsNs += INTERVAL_NS;
  }
}
