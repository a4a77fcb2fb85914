import { expect, test } from 'vitest';
import { metricName } from './metric-name.js';

test.each([
  ['responseTimeNs', 'response time'],
  ['requestsPerSec', 'requests'],
  ['bytesInPerSec', 'bytes in'],
  ['payloadBytes', 'payload'],
  ['Ns', 'Ns'],
  ['odd\u001b[31m', 'odd\\x1b[31m'],
])('%s is called %s', (key, name) => {
  expect(metricName(key)).toBe(name);
});
