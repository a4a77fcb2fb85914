import type { Load } from '@benchwright/result-schema';
import { expect, test } from 'vitest';
import { loadText, planText } from './plan-text.js';

test.each<[Load, string]>([
  [{ model: 'iterations', count: 1000, concurrency: 5 }, '1,000 requests, 5 at a time'],
  [{ model: 'closed', concurrency: 5, durationNs: 1e10 }, '5 at a time for 10.00 s'],
  [{ model: 'constant', ratePerSec: 0.5, durationNs: 1e9 }, '0.500 /s for 1.000 s'],
  [
    { model: 'poisson', ratePerSec: 100, durationNs: 1e9 },
    '100 /s on average, Poisson arrivals, for 1.000 s',
  ],
  [
    {
      model: 'stages',
      startRatePerSec: 0,
      stages: [
        { toRatePerSec: 10, overNs: 1e9 },
        { toRatePerSec: 5, overNs: 2e9 },
      ],
    },
    'from 0 /s to 10 /s over 1.000 s, to 5 /s over 2.000 s',
  ],
  [
    {
      model: 'stages',
      startRatePerSec: 100,
      stages: [
        { toRatePerSec: 100, overNs: 1e9 },
        { toRatePerSec: 500, overNs: 1e-15 },
        { toRatePerSec: 500, overNs: 2e9 },
      ],
    },
    'from 100 /s for 1.000 s, at once to 500 /s, for 2.000 s',
  ],
])('%j in words', (load, words) => {
  expect(loadText(load)).toBe(words);
});

test('a plan with hostile names stays on its lines', () => {
  const text = planText({
    suite: { id: 'x', title: 'X' },
    targets: ['http://a\u001b[2J'],
    resultsFolder: 'results',
    settings: [{ name: 'a', value: 'b\nc', origin: 'default' }],
    leftOut: ['16 items of 100 MB\u0007'],
    resolution: [],
    plan: {
      seed: 1,
      cells: [
        {
          id: 'c\u0007',
          factors: { f: '\u202e' },
          trialLoads: [{ model: 'iterations', count: 1, concurrency: 1 }],
        },
      ],
      order: [{ cell: 'c\u0007', trial: 0 }],
    },
  });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(text).toContain('b\\nc');
  expect(text).toContain('\nLeft out\n  16 items of 100 MB');
});
