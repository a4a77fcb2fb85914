import { createPacer, plannedDurationNs } from '@benchwright/load-driver';
import { loadSchema } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { parseStages } from './load-text.js';

describe('stages', () => {
  it('climb, stay and fall', () => {
    expect(parseStages('0-1000/s:30s, 1000/s:1m,1000-0/s:10s')).toEqual({
      model: 'stages',
      startRatePerSec: 0,
      stages: [
        { toRatePerSec: 1000, overNs: 30e9 },
        { toRatePerSec: 1000, overNs: 60e9 },
        { toRatePerSec: 0, overNs: 10e9 },
      ],
    });
  });

  it('take the unit of a ramp from its end', () => {
    expect(parseStages('60-30k/min:1s')).toMatchObject({
      startRatePerSec: 1,
      stages: [{ toRatePerSec: 500 }],
    });
    expect(parseStages('60/min-2/s:1s')).toMatchObject({ startRatePerSec: 1, stages: [{ toRatePerSec: 2 }] });
  });

  it('jump where they do not meet, and offer exactly what they say', () => {
    const load = parseStages('100/s:2s,0/s:1s,300/s:1s')!;
    expect(loadSchema.parse(load)).toEqual(load);
    expect(plannedDurationNs(load)).toBe(4e9);
    const pacer = createPacer(load, 1);
    const due = Array.from({ length: 501 }, (_, k) => pacer(0, k));
    const within = (from: number, to: number): number => due.filter((at) => at >= from && at < to).length;
    expect([within(0, 2e9), within(2e9 + 10, 3e9), within(3e9, 4e9 + 10)]).toEqual([200, 0, 300]);
    expect(due[500]).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    '',
    'closed',
    '100/s',
    '100/s:',
    '100/s:0s',
    ':5s',
    '1-2-3/s:5s',
    '-5/s:5s',
    '100/s:5',
    '5/s:5s,',
    '0/s:5s',
  ])("are not '%s'", (text) => {
    expect(parseStages(text)).toBeNull();
  });
});
