import type { Counts, Distribution, Series } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';
import type { LoopObserver } from '../loop/load-loop.js';
import type { OutcomeTable } from '../transport/outcome-table.js';
import { AnswerBatch } from './answer-batch.js';
import { IntervalSeries } from './interval-series.js';
import { LatencyDistribution } from './latency-distribution.js';

/**
 * Everything a trial records about its requests. Answers that count as failures are kept apart (`failureTimeNs`): a
 * quick refusal must not make the latency look good. Memory is constant in the number of requests.
 */
export class TrialRecorder implements LoopObserver {
  readonly #outcomes: OutcomeTable;
  readonly #series: IntervalSeries;
  readonly #batch = new AnswerBatch();
  /** Failures by their code; index 0 is not used. */
  readonly #byOutcome: number[] = [0];
  readonly #response = new LatencyDistribution('due');
  readonly #service = new LatencyDistribution('send');
  readonly #sendLag = new LatencyDistribution('due');
  readonly #firstByte = new LatencyDistribution('send');
  readonly #download = new LatencyDistribution('other');
  readonly #failure = new LatencyDistribution('due');
  readonly #connect = new LatencyDistribution('other');
  /** Two digits are plenty for a figure of health. */
  readonly #arrivalLag = new Histogram({ measuredFrom: 'due', unit: 'ns', significantDigits: 2 });
  #offered = 0;
  #dropped = 0;
  #ok = 0;
  #failures = 0;
  #bytesOut = 0;
  #bytesIn = 0;
  #bodyBytes = 0;
  #opened = 0;
  #reopened = 0;

  /** `asPart`: the record will be merged with others of the same trial. */
  constructor(outcomes: OutcomeTable, startNs: number, asPart = false) {
    this.#outcomes = outcomes;
    this.#series = new IntervalSeries(startNs, asPart);
  }

  offered(dueNs: number, noticedNs: number): void {
    this.#offered++;
    if (noticedNs > dueNs) this.#arrivalLag.record(noticedNs - dueNs);
    this.#series.offered(dueNs);
  }

  dropped(count: number): void {
    this.#dropped += count;
  }

  connected(connectNs: number, again: boolean): void {
    this.#opened++;
    if (again) this.#reopened++;
    this.#connect.record(connectNs);
  }

  completed(
    dueNs: number,
    outcome: number,
    bytesOut: number,
    bytesIn: number,
    bodyBytes: number,
    sentNs: number,
    firstByteNs: number,
    endNs: number,
  ): void {
    this.#bytesOut += bytesOut;
    this.#bytesIn += bytesIn;
    if (outcome !== 0) {
      this.#failed(outcome, dueNs, sentNs, endNs);
      return;
    }
    this.#ok++;
    this.#bodyBytes += bodyBytes;
    if (this.#batch.add(dueNs, sentNs, firstByteNs, endNs)) this.#settle();
  }

  /** Failures are recorded one by one, after the answers before them: the series wants them in order. */
  #failed(outcome: number, dueNs: number, sentNs: number, endNs: number): void {
    this.#settle();
    this.#failures++;
    while (this.#byOutcome.length <= outcome) this.#byOutcome.push(0);
    this.#byOutcome[outcome]!++;
    this.#series.completed(false, endNs - dueNs, endNs);
    this.#sendLag.record(sentNs - dueNs);
    this.#failure.record(endNs - dueNs);
  }

  /** Records the answers that wait in the batch. Everything that reads a distribution comes through here first. */
  #settle(): void {
    const batch = this.#batch;
    const { count } = batch;
    if (count === 0) return;
    batch.recordSince(batch.dueNs, batch.endNs, this.#response);
    this.#series.completedAll(batch.valuesNs, batch.endNs, count);
    batch.recordSince(batch.sentNs, batch.endNs, this.#service);
    batch.recordSince(batch.dueNs, batch.sentNs, this.#sendLag);
    if (batch.allHaveFirstBytes) {
      batch.recordSince(batch.sentNs, batch.firstByteNs, this.#firstByte);
      batch.recordSince(batch.firstByteNs, batch.endNs, this.#download);
    } else this.#settleFirstBytes(batch);
    batch.clear();
  }

  #settleFirstBytes({ count, sentNs, firstByteNs, endNs }: AnswerBatch): void {
    for (let i = 0; i < count; i++) {
      const atNs = firstByteNs[i] as number;
      if (atNs < 0) continue;
      this.#firstByte.record(atNs - (sentNs[i] as number));
      this.#download.record((endNs[i] as number) - atNs);
    }
  }

  get ok(): number {
    return this.#ok;
  }

  get failed(): number {
    return this.#failures;
  }

  get sendLagP99Ns(): number {
    this.#settle();
    return this.#sendLag.moments.n > 0 ? this.#sendLag.histogram.quantileValue(0.99) : 0;
  }

  /** How late the generator noticed that requests were due; 0 in closed loads, where they are due when it says so. */
  get arrivalLagP99Ns(): number {
    return this.#arrivalLag.count > 0 ? this.#arrivalLag.quantileValue(0.99) : 0;
  }

  /** The response-time quantile so far, 0 before the first answer. Walks the buckets: for progress, a few times a second. */
  responseQuantileNs(q: number): number {
    this.#settle();
    return this.#response.moments.n > 0 ? this.#response.histogram.quantileValue(q) : 0;
  }

  /** Quantiles of the last whole second. */
  get recentP50Ns(): number {
    return this.#series.recentP50Ns;
  }

  get recentP99Ns(): number {
    return this.#series.recentP99Ns;
  }

  counts(): Counts {
    const errors: Record<string, number> = {};
    for (let code = 1; code < this.#byOutcome.length; code++) {
      const n = this.#byOutcome[code] as number;
      if (n > 0) errors[this.#outcomes.nameOf(code)] = n;
    }
    return {
      offered: this.#offered,
      sent: this.#ok + this.#failures,
      ok: this.ok,
      failed: this.failed,
      dropped: this.#dropped,
      errors,
    };
  }

  bytes(): { out: number; in: number; body: number } {
    return { out: this.#bytesOut, in: this.#bytesIn, body: this.#bodyBytes };
  }

  connections(): { opened: number; reopened: number } {
    return { opened: this.#opened, reopened: this.#reopened };
  }

  distributions(): Record<string, Distribution> {
    this.#settle();
    const all: Record<string, LatencyDistribution> = {
      responseTimeNs: this.#response,
      serviceTimeNs: this.#service,
      sendLagNs: this.#sendLag,
      firstByteNs: this.#firstByte,
      downloadNs: this.#download,
      connectNs: this.#connect,
      failureTimeNs: this.#failure,
    };
    const recorded: Record<string, Distribution> = {};
    for (const [name, distribution] of Object.entries(all)) {
      const record = distribution.toRecord();
      if (record !== null) recorded[name] = record;
    }
    return recorded;
  }

  series(): Series {
    this.#settle();
    return this.#series.toRecord();
  }
}
