import { expect, test } from 'vitest';
import { metricName, shownUnit } from './metric-name.js';

test.each([
  ['responseTimeNs', 'response time'],
  ['requestsPerSec', 'requests'],
  ['bytesInPerSec', 'bytes in'],
  ['payloadBytes', 'payload'],
  ['networkEfficiencyBytesPerMs', 'network efficiency'],
  ['Ns', 'Ns'],
  ['odd\u001b[31m', 'odd\\x1b[31m'],
])('%s is called %s', (key, name) => {
  expect(metricName(key)).toBe(name);
});

test('shares are told from other dimensionless figures by their name', () => {
  expect(shownUnit('errorShare', '1')).toBe('share');
  expect(shownUnit('connectionsOpened', '1')).toBe('');
  expect(shownUnit('latencyNs', 'ns')).toBe('ns');
});
