/** Events of one type and one day lie together. */
export interface Partition {
  readonly eventId: number;
  /** `2026-02-08`, of the event's own time, in UTC. */
  readonly day: string;
}

/** Where in the bucket the files of a partition lie, with `/` at the end. */
export function partitionPath({ eventId, day }: Partition, prefix: string): string {
  const [year, month, date] = day.split('-');
  const path = `event_type=${eventId}/year=${year}/month=${month}/day=${date}/`;
  return prefix === '' ? path : `${prefix.replace(/\/+$/, '')}/${path}`;
}
