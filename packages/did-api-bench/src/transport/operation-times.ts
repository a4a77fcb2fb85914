import { LatencyDistribution } from '@benchwright/load-driver';
import type { Distribution } from '@benchwright/result-schema';

/** Service times of one kind of request among others: an operation of a mix, or a step of a journey. */
export class OperationTimes {
  #times = new LatencyDistribution('send');

  record(serviceNs: number): void {
    this.#times.record(serviceNs);
  }

  clear(): void {
    this.#times = new LatencyDistribution('send');
  }

  /** The stored form; null when nothing was recorded. */
  toRecord(): Distribution | null {
    return this.#times.toRecord();
  }
}

/** Under which name a record holds the times of a kind of request: `verifyServiceNs`. */
export function operationTimesName(operation: string): string {
  return `${operation}ServiceNs`;
}
