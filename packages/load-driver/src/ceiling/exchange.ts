import type { Ceiling } from '@benchwright/result-schema';

/** What is sent and answered, as far as the cost of doing it depends on it. */
export interface Exchange extends Pick<Ceiling, 'protocol' | 'requestBytes' | 'bodyBytes' | 'connections'> {
  /** Requests under way on each connection. */
  readonly pipelining: number;
  /** Threads that offer the load together. Default 1. */
  readonly workers?: number | undefined;
}

/** Sizes that differ by less cost the same, as far as can be measured. */
const SAME_SIZE_SHARE = 0.02;
const SAME_SIZE_BYTES = 16;

/** Whether the ceiling of one exchange is that of the other. Pure. */
export function isSameExchange(one: Exchange, other: Exchange): boolean {
  return (
    one.protocol === other.protocol &&
    one.connections === other.connections &&
    one.pipelining === other.pipelining &&
    (one.workers ?? 1) === (other.workers ?? 1) &&
    isSameSize(one.requestBytes, other.requestBytes) &&
    isSameSize(one.bodyBytes, other.bodyBytes)
  );
}

function isSameSize(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.max(SAME_SIZE_BYTES, SAME_SIZE_SHARE * Math.max(one, other));
}
