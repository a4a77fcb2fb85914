import { Histogram } from '@benchwright/stats';

/** How late pieces were given out, since the figures were taken last. */
export interface LatenessFigures {
  readonly count: number;
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

/** Collects by how much each piece arrived later than the link's model has it. */
export class Lateness {
  #histogram = new Histogram();
  #sumNs = 0;

  record(lateNs: number): void {
    this.#histogram.record(lateNs);
    this.#sumNs += lateNs;
  }

  /** The figures so far, all 0 without a piece; counting begins anew. */
  take(): LatenessFigures {
    const histogram = this.#histogram;
    const { count } = histogram;
    const meanNs = count === 0 ? 0 : this.#sumNs / count;
    this.#histogram = new Histogram();
    this.#sumNs = 0;
    if (count === 0) return { count, meanNs, p50Ns: 0, p99Ns: 0, maxNs: 0 };
    return {
      count,
      meanNs,
      p50Ns: histogram.quantileValue(0.5),
      p99Ns: histogram.quantileValue(0.99),
      maxNs: histogram.max,
    };
  }
}
