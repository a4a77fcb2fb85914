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
    const index = Math.floor((dueNs - this.#startNs) / INTERVAL_NS);
    while (this.#offered.length <= index) this.#offered.push(0);
    this.#offered[index]!++;
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
