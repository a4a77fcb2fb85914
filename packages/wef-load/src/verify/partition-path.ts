/** What the path of an object says about its content. */
export interface Partition {
  readonly eventType: number;
  /** `2026-02-08` */
  readonly day: string;
}

const PARTITION = /(?:^|\/)event_type=(\d{1,10})\/year=(\d{4})\/month=(\d{2})\/day=(\d{2})\/[^/]+\.parquet$/;

/**
 * Reads `[prefix/]event_type=4624/year=2026/month=02/day=08/events_….parquet`. Null for a Parquet file in any other place: it may be
 * somebody else's, or a collector's that lost its way, and its rows decide which.
 */
export function partitionOf(key: string): Partition | null {
  const [, eventType, year, month, day] = PARTITION.exec(key) ?? [];
  if (eventType === undefined) return null;
  return { eventType: Number(eventType), day: `${year}-${month}-${day}` };
}

/** Whether an object is a file of events at all. */
export function isParquetKey(key: string): boolean {
  return key.endsWith('.parquet');
}
