import { describe, expect, test } from 'vitest';
import {
  sampleCalibration,
  sampleCeiling,
  sampleEnd,
  sampleHeader,
  sampleResume,
  sampleTrial,
} from '../testing/sample-records.js';
import { parseRecordLines } from './fold-records.js';

const header = JSON.stringify(sampleHeader);
const trial = (change: Parameters<typeof sampleTrial>[0]): string => JSON.stringify(sampleTrial(change));
const end = JSON.stringify(sampleEnd);
const resume = JSON.stringify(sampleResume);

describe('a good log', () => {
  test('is read whole, from text or from lines', () => {
    const ceiling = JSON.stringify({ ...sampleCeiling, at: '2026-11-21T01:00:00.000Z' });
    const later = JSON.stringify(sampleCeiling);
    const lines = [header, ceiling, trial({ trial: 0 }), later, trial({ trial: 1 }), end];
    const content = parseRecordLines(lines);
    expect(content).toEqual({
      header: sampleHeader,
      trials: [sampleTrial({ trial: 0 }), sampleTrial({ trial: 1 })],
      ceilings: [sampleCeiling],
      calibration: null,
      resumes: [],
      end: sampleEnd,
      problems: [],
    });
    expect(parseRecordLines(`${lines.join('\n')}\n`)).toEqual(content);
    expect(parseRecordLines(`\uFEFF${lines.join('\r\n')}\r\n`)).toEqual(content);
  });

  test('holds the calibration of its machine that was used last', () => {
    const older = JSON.stringify({
      ...sampleCalibration,
      calibration: { ...sampleCalibration.calibration, fingerprint: 'old' },
    });
    const content = parseRecordLines([header, older, JSON.stringify(sampleCalibration)]);
    expect(content.calibration).toEqual(sampleCalibration.calibration);
    expect(content.problems).toEqual([]);
  });

  test('of a run that was killed and went on has no end until it ends again', () => {
    const interrupted = JSON.stringify({ ...sampleEnd, outcome: 'interrupted' });
    const gone = parseRecordLines([header, interrupted, resume, trial({})]);
    expect(gone.end).toBeNull();
    expect(gone.resumes).toEqual([sampleResume]);
    expect(parseRecordLines([header, interrupted, resume, trial({}), end]).end).toEqual(sampleEnd);
  });
});

describe('bad lines are skipped and named by number', () => {
  test.each([
    ['{"type":"trial","v":1,"cell":"re', 'cut short, as by a crash or a full disk; skipped'],
    ['garbage', expect.stringMatching(/^not JSON \(.*\); skipped$/)],
    ['[]', 'unknown type of record: none; skipped'],
    ['null', 'unknown type of record: none; skipped'],
    ['{"type":"note","v":1}', 'unknown type of record: "note"; skipped'],
    ['{"type":{"a":1},"v":1}', 'unknown type of record: {"a":1}; skipped'],
    [
      '{"type":"trial","v":2}',
      "version 2 of 'trial' records is not known; a newer Benchwright wrote it; skipped",
    ],
    ['{"type":"end"}', "version none of 'end' records is not known; skipped"],
    [
      trial({ durationNs: -1 }),
      expect.stringMatching(/^not a valid 'trial' record: durationNs: .*; skipped$/),
    ],
  ])('%s', (line, message) => {
    const content = parseRecordLines([header, line, trial({})]);
    expect(content.problems).toEqual([{ line: 2, message }]);
    expect(content.trials).toEqual([sampleTrial()]);
  });

  test('blank lines are none', () => {
    expect(parseRecordLines([header, '', '  ', '\r', trial({})]).problems).toEqual([]);
  });

  test('a key that a later release added is left out, the record is kept', () => {
    const line = JSON.stringify({
      ...sampleTrial(),
      extraThing: 1,
      health: { ...sampleTrial().health, x: 1 },
    });
    const content = parseRecordLines([header, line]);
    expect(content.trials).toEqual([sampleTrial()]);
    expect(content.problems).toEqual([{ line: 2, message: 'unknown keys left out: health.x, extraThing' }]);
  });

  test('no header, or a second one', () => {
    expect(parseRecordLines([trial({})])).toMatchObject({
      header: null,
      trials: [sampleTrial()],
      problems: [{ line: 1, message: 'there is no run header: neither config nor plan of the run is known' }],
    });
    expect(parseRecordLines([]).problems).toHaveLength(1);
    expect(parseRecordLines([header, header]).problems).toEqual([
      { line: 2, message: 'a second run header (20261121T010203-ab12cd); skipped' },
    ]);
  });
});

describe('one record for each cell and trial', () => {
  test('a whole one takes the place of an interrupted one, before or after it', () => {
    const cut = trial({ interrupted: true, durationNs: 5 });
    expect(parseRecordLines([header, cut, trial({})])).toMatchObject({
      trials: [sampleTrial()],
      problems: [],
    });
    expect(parseRecordLines([header, trial({}), cut])).toMatchObject({
      trials: [sampleTrial()],
      problems: [
        { line: 3, message: 'trial 0 of cell rest is already whole in line 2; this one is left out' },
      ],
    });
  });

  test('of two interrupted ones the later stays, and says so itself', () => {
    const content = parseRecordLines([
      header,
      trial({ interrupted: true, durationNs: 1 }),
      trial({ interrupted: true, durationNs: 2 }),
    ]);
    expect(content.trials).toEqual([sampleTrial({ interrupted: true, durationNs: 2 })]);
  });

  test('of two whole ones the first stays and the second is reported', () => {
    const content = parseRecordLines([header, trial({ durationNs: 1 }), trial({ durationNs: 2 })]);
    expect(content.trials).toEqual([sampleTrial({ durationNs: 1 })]);
    expect(content.problems.map(({ line }) => line)).toEqual([3]);
  });

  test('cells and trials whose names run together are not confused', () => {
    const content = parseRecordLines([
      header,
      trial({ cell: 'a,1', trial: 1 }),
      trial({ cell: 'a', trial: 11 }),
    ]);
    expect(content.trials).toHaveLength(2);
  });
});
