import type { BodyPool } from '../receive/body-pool.js';
import type { ReceiveCounters } from '../receive/receive-counters.js';
import { type MetricFamily, single } from './metrics-text.js';
import type { Throughput } from './throughput.js';

/** What the receiver counts, as metrics. */
export function receiveFamilies(
  counters: ReceiveCounters,
  throughput: Throughput,
  pool: BodyPool,
): MetricFamily[] {
  const { accepted, malformed, tooLarge, refusedBusy, aborted, unsupported, failed, bodyBytes } = counters;
  const outcomes = {
    accepted,
    malformed,
    too_large: tooLarge,
    busy: refusedBusy,
    aborted,
    unsupported,
    failed,
  };
  return [
    {
      name: 'wef_batches_total',
      type: 'counter',
      help: 'Batches that arrived, by what became of them.',
      samples: Object.entries(outcomes).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    {
      name: 'wef_events_total',
      type: 'counter',
      help: 'Events of accepted batches, by provider and event id.',
      samples: throughput.list().map(({ event_type, total_events }) => ({
        labels: { event_type },
        value: total_events,
      })),
    },
    single('wef_body_bytes_total', 'counter', 'Bytes of the bodies of accepted batches.', bodyBytes),
    single('wef_body_buffer_bytes', 'gauge', 'Memory that bodies under way take.', pool.lentBytes),
    single('wef_resident_bytes', 'gauge', 'Memory of the process.', process.memoryUsage.rss()),
  ];
}
