import { VirtualClock } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { TrialProcess } from './trial-process.js';
import { processFigures } from './trial-process-figures.js';

const clock = new VirtualClock();
const RECORD = { extra: { kept: 1 } } as unknown as TrialRecord;

describe('the target’s process through a trial', () => {
  test.runIf(process.platform === 'linux')(
    'is seen: its threads, open files, network and storage',
    async () => {
      const watched = new TrialProcess(process.pid, clock);
      await watched.begin();
      clock.advanceTo(clock.nowNs() + 0.5e9);
      const record = await watched.finish(RECORD);
      expect(record.extra).toMatchObject({ kept: 1 });
      const metrics = processFigures([record, record]);
      expect(metrics.targetThreads?.estimate).toBeGreaterThan(4);
      expect(metrics.targetOpenFiles?.estimate).toBeGreaterThan(3);
      for (const rate of ['NetworkReceived', 'NetworkSent', 'StorageRead', 'StorageWritten']) {
        expect(metrics[`target${rate}BytesPerSec`], rate).toMatchObject({ unit: 'B/s', n: 2, warnings: [] });
      }
    },
  );

  test.each([null, 4_194_303])('that is not here or has gone (%s) changes nothing', async (pid) => {
    const watched = new TrialProcess(pid, clock);
    await watched.begin();
    expect(await watched.finish(RECORD)).toBe(RECORD);
    expect(processFigures([RECORD])).toEqual({});
  });
});
