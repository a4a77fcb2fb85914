import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleEnd, sampleHeader, sampleResume, sampleTrial } from '../testing/sample-records.js';
import { parseRecordLines } from './fold-records.js';

const garbage = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
  fc.json(),
  fc
    .record({ type: fc.constantFrom('run', 'trial', 'resume', 'end', 'x', null), v: fc.integer() })
    .map((x) => JSON.stringify(x)),
  fc.nat({ max: 300 }).map((length) => JSON.stringify(sampleTrial()).slice(0, length)),
);

test('every whole record between any garbage is kept, and every other line is reported once', () => {
  const line = fc.oneof(
    fc.nat({ max: 99 }).map((trial) => ({ trial, text: JSON.stringify(sampleTrial({ trial })) })),
    garbage.map((text) => ({ trial: null, text })),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const content = parseRecordLines([JSON.stringify(sampleHeader), ...lines.map(({ text }) => text)]);
      const trials = lines.flatMap(({ trial }) => (trial === null ? [] : [trial]));
      expect(content.trials.map(({ trial }) => trial)).toEqual([...new Set(trials)]);
      const bad = lines.filter(({ trial, text }) => trial === null && text.trim() !== '').length;
      expect(content.problems).toHaveLength(bad + trials.length - new Set(trials).size);
    }),
  );
});

test('a log whose lines are in another order holds the same', () => {
  const records = [
    sampleTrial({ trial: 0 }),
    sampleTrial({ trial: 1, interrupted: true }),
    sampleTrial({ trial: 1 }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
      const lines = [sampleHeader, ...shuffled, sampleResume, sampleEnd].map((record) =>
        JSON.stringify(record),
      );
      const { trials, end } = parseRecordLines(lines);
      expect(trials.map(({ trial, interrupted }) => [trial, interrupted]).sort()).toEqual([
        [0, false],
        [1, false],
      ]);
      expect(end).toEqual(sampleEnd);
    }),
  );
});
