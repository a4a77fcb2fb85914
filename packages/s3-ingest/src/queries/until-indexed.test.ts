import { describe, expect, test } from 'vitest';
import type { RunFigures } from './run-figures.js';
import { untilIndexed } from './until-indexed.js';

const figures = (runId: string, bytesSum: number): RunFigures => ({
  functionName: 'ingest-events-m512-b1-rc0',
  runId,
  workload: 'events',
  memoryMb: 512,
  batchOrMultipart: 1,
  reservedConcurrency: 0,
  p95Ms: 10,
  objects: bytesSum / 1024,
  bytesSum,
  windowMs: 1000,
  throughputObjPerSec: bytesSum / 1024,
  putRequests: bytesSum / 1024,
});

/** Answers one after the other, the last again and again; a clock that only waiting moves. */
function cloudWatch(...answers: RunFigures[][]) {
  let time = 0;
  let asked = 0;
  return {
    ask: async () => answers[Math.min(asked++, answers.length - 1)]!,
    asked: () => asked,
    now: () => time,
    wait: async (ms: number) => {
      time += ms;
    },
  };
}

const stored = [
  { runId: 'run_1', bytesSum: 2048 },
  { runId: 'run_2', bytesSum: 1024 },
];
const all = [figures('run_1', 2048), figures('run_2', 1024)];

describe('logs that CloudWatch has not indexed yet', () => {
  test('are asked for until everything stored is found', async () => {
    const logs = cloudWatch([], [figures('run_1', 1024)], [figures('run_1', 2048)], all);
    expect(await untilIndexed(logs.ask, stored, logs)).toEqual({ runs: all, late: [] });
    expect(logs.asked()).toBe(4);
    expect(logs.now()).toBe(15_000);
  });

  test('are waited for no longer than allowed, and what is incomplete is named', async () => {
    const logs = cloudWatch([figures('run_1', 2048)]);
    const { runs, late } = await untilIndexed(logs.ask, stored, { ...logs, deadlineMs: 12_000 });
    expect(runs).toHaveLength(1);
    expect(late).toEqual(['run_2']);
    expect(logs.asked()).toBe(3);
  });

  test('are not waited for when they hold more than was counted: an answer that was lost, say', async () => {
    const logs = cloudWatch([figures('run_1', 4096), figures('run_2', 1024)]);
    expect((await untilIndexed(logs.ask, stored, logs)).late).toEqual([]);
    expect(logs.asked()).toBe(1);
  });

  test('are not waited for once the run was aborted', async () => {
    const logs = cloudWatch([]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(untilIndexed(logs.ask, stored, { ...logs, signal })).rejects.toThrow('enough');
    expect(logs.asked()).toBe(0);
  });
});
