import { errorShare, type ForeignOutput, FROM_SEND, ONE_TRIAL, single } from './foreign-output.js';
import { numberAt, objectOf, sumOf, valueAt } from './json-access.js';

const NS_PER_SEC = 1e9;
const PERCENTILES = ['p50', 'p75', 'p90', 'p95', 'p99', 'p99.9'] as const;
/** Requests under way when the time was up are no failures. */
const AT_THE_END = 'aborted due to deadline';

/** The output of `oha --output-format json` (`-j` in older ones). Null when it is none. Pure. */
export function parseOha(json: unknown): ForeignOutput | null {
  const percentiles = objectOf(valueAt(json, 'latencyPercentiles'));
  const rate = numberAt(json, ['summary', 'requestsPerSec']);
  if (percentiles === null || rate === null) return null;
  const answers = valueAt(json, 'statusCodeDistribution');
  const answered = sumOf(answers);
  const refused = Object.entries(objectOf(answers) ?? {})
    .filter(([status]) => !/^[23]/.test(status))
    .reduce((sum, [, count]) => sum + (typeof count === 'number' ? count : 0), 0);
  const { [AT_THE_END]: _, ...errors } = objectOf(valueAt(json, 'errorDistribution')) ?? {};
  const lost = sumOf(errors);
  return {
    tool: 'oha',
    metrics: [
      ...single('requestsPerSec', 'rate', '1/s', rate),
      ...single('serviceTimeNs', 'mean', 'ns', numberAt(json, ['summary', 'average'], NS_PER_SEC)),
      ...PERCENTILES.flatMap((key) =>
        single('serviceTimeNs', key, 'ns', numberAt(percentiles, [key], NS_PER_SEC)),
      ),
      ...errorShare(refused + lost, answered + lost),
      ...single('bytesInPerSec', 'rate', 'B/s', numberAt(json, ['summary', 'sizePerSec'])),
    ],
    lacks: [ONE_TRIAL, FROM_SEND],
  };
}
