import { type ForeignOutput, FROM_SEND, ONE_TRIAL, single } from './foreign-output.js';
import { numberAt, objectOf, valueAt } from './json-access.js';

const PERCENTILES = ['50th', '90th', '95th', '99th'] as const;

/** The output of `vegeta report -type=json`, whose times are nanoseconds. Null when it is none. Pure. */
export function parseVegeta(json: unknown): ForeignOutput | null {
  const latencies = objectOf(valueAt(json, 'latencies'));
  if (latencies === null || objectOf(valueAt(json, 'status_codes')) === null) return null;
  const success = numberAt(json, ['success']);
  return {
    tool: 'vegeta',
    metrics: [
      ...single('requestsPerSec', 'rate', '1/s', numberAt(json, ['throughput']) ?? numberAt(json, ['rate'])),
      ...single('serviceTimeNs', 'mean', 'ns', numberAt(latencies, ['mean'])),
      ...PERCENTILES.flatMap((key) =>
        single('serviceTimeNs', `p${key.replace('th', '')}`, 'ns', numberAt(latencies, [key])),
      ),
      ...single('errorShare', 'failed ÷ sent', '1', success === null ? null : 1 - success),
      ...single('bodyBytes', 'mean per request', 'B', numberAt(json, ['bytes_in', 'mean'])),
    ],
    lacks: [ONE_TRIAL, FROM_SEND],
  };
}
