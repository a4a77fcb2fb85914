import { errorShare, type ForeignOutput, FROM_SEND, ONE_TRIAL, single } from './foreign-output.js';
import { numberAt, objectOf, valueAt } from './json-access.js';

const NS_PER_MS = 1e6;
const PERCENTILES = ['p50', 'p75', 'p90', 'p97_5', 'p99', 'p99_9'] as const;

/** The output of `autocannon -j`. Its percentiles are whole milliseconds. Null when it is none. Pure. */
export function parseAutocannon(json: unknown): ForeignOutput | null {
  const total = numberAt(json, ['requests', 'total']);
  if (total === null || objectOf(valueAt(json, 'latency')) === null || !('2xx' in (objectOf(json) ?? {})))
    return null;
  const failed = ['errors', 'timeouts', 'non2xx', 'mismatches'].reduce(
    (sum, name) => sum + (numberAt(json, [name]) ?? 0),
    0,
  );
  const unanswered = (numberAt(json, ['errors']) ?? 0) + (numberAt(json, ['timeouts']) ?? 0);
  return {
    tool: 'autocannon',
    metrics: [
      ...single('requestsPerSec', 'rate', '1/s', numberAt(json, ['requests', 'average'])),
      ...single('serviceTimeNs', 'mean', 'ns', numberAt(json, ['latency', 'average'], NS_PER_MS)),
      ...PERCENTILES.flatMap((key) =>
        single('serviceTimeNs', key.replace('_', '.'), 'ns', numberAt(json, ['latency', key], NS_PER_MS)),
      ),
      ...errorShare(failed, total + unanswered),
      ...single('bytesInPerSec', 'rate', 'B/s', numberAt(json, ['throughput', 'average'])),
    ],
    lacks: [
      ONE_TRIAL,
      FROM_SEND,
      {
        code: 'COARSE_LATENCY',
        text: 'autocannon keeps percentiles in whole milliseconds: changes below one are not seen',
      },
    ],
  };
}
