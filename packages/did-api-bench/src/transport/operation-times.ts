import type { Distribution } from '@benchwright/result-schema';
import { Histogram, Moments } from '@benchwright/stats';

/** Service times of one kind of request among others: an operation of a mix, or a step of a journey. */
export class OperationTimes {
  #histogram = new Histogram({ measuredFrom: 'send', unit: 'ns' });
  #moments = new Moments();

  record(serviceNs: number): void {
    this.#histogram.record(serviceNs);
    this.#moments.add(serviceNs);
  }

  clear(): void {
    this.#histogram = new Histogram({ measuredFrom: 'send', unit: 'ns' });
    this.#moments = new Moments();
  }

  /** The stored form; null when nothing was recorded. */
  toRecord(): Distribution | null {
    const histogram = this.#histogram;
    const { n, mean, m2, min, max } = this.#moments;
    if (n === 0) return null;
    const { measuredFrom, overflowCount } = histogram;
    return { measuredFrom, histogram: histogram.encode(), count: n, mean, m2, min, max, overflowCount };
  }
}

/** Under which name a record holds the times of a kind of request: `verifyServiceNs`. */
export function operationTimesName(operation: string): string {
  return `${operation}ServiceNs`;
}
