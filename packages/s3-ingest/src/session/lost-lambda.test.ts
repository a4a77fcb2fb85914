import { setTimeout as wait } from 'node:timers/promises';
import { createRealClock, type RunEvent, runSuite, type Session } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { s3IngestConfigSchema } from '../config.js';
import { FIGURES } from '../runner/trial-figures.js';
import { s3IngestSuite } from '../suite.js';

const config = s3IngestConfigSchema.parse({
  workloads: ['events'],
  design: { memoryMb: 1769, batchEvents: 1, reservedConcurrency: 0 },
  invocations: 20,
  trials: 2,
  concurrency: 2,
  ceiling: false,
});

/** A run whose local Lambda is killed whenever a trial is announced that `kills` names. */
async function runKilling(kills: (index: number) => boolean) {
  const trials: TrialRecord[] = [];
  const events: RunEvent[] = [];
  let pid = 0;
  const plan = s3IngestSuite.plan(config, 1);
  await runSuite({
    suite: s3IngestSuite,
    config,
    plan,
    runId: 'test',
    done: [],
    clock: createRealClock(),
    signal: new AbortController().signal,
    events: (event) => {
      events.push(event);
      if (event.type === 'target-ready') pid = event.pid!;
      if (event.type === 'trial-started' && kills(event.index)) process.kill(pid, 'SIGKILL');
    },
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
    },
  });
  return { trials, events };
}

it('a local Lambda that dies is named and started again, and its trial repeated as a whole', async () => {
  const { trials, events } = await runKilling((index) => index === 1);
  const lost = events.filter((event) => event.type === 'warning' && event.code === 'LAMBDA_LOST');
  expect(lost).toMatchObject([
    {
      text: expect.stringMatching(
        /^the local Lambda \(process \d+\) ended during trial 2 of events-m1769-b1-rc0: \d+ invocations failed/,
      ),
    },
  ]);
  expect(trials.map(({ counts, faults }) => [counts.ok, counts.failed, faults])).toEqual([
    [20, 0, undefined],
    [20, 0, undefined],
  ]);
  expect(trials.map(({ extra }) => extra[FIGURES.lambdaRestarts])).toEqual([undefined, 1]);
});

it('a second one that dies in the repeated trial ends the run, and what was measured before is kept', async () => {
  const trials: TrialRecord[] = [];
  const events: RunEvent[] = [];
  let session: Session | undefined;
  // The next one has two processes to start before its first answer: there is time to see it.
  const killNext = async (pid: number): Promise<void> => {
    while (session!.target.pid === pid) await wait(5);
    process.kill(session!.target.pid!, 'SIGKILL');
  };
  const run = runSuite({
    suite: {
      ...s3IngestSuite,
      open: async (...args: Parameters<typeof s3IngestSuite.open>) => {
        session = await s3IngestSuite.open(...args);
        return session;
      },
    },
    config,
    plan: s3IngestSuite.plan(config, 1),
    runId: 'test',
    done: [],
    clock: createRealClock(),
    signal: new AbortController().signal,
    events: (event) => {
      events.push(event);
      if (event.type === 'trial-started' && event.index === 1) process.kill(session!.target.pid!, 'SIGKILL');
      if (event.type === 'warning' && event.code === 'LAMBDA_LOST') void killNext(session!.target.pid!);
    },
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
    },
  });
  await expect(run).rejects.toMatchObject({
    code: 'ERR_TARGET_UNREACHABLE',
    message: expect.stringContaining('a new one, which ended too'),
  });
  expect(trials.map(({ counts }) => [counts.ok, counts.failed])).toEqual([[20, 0]]);
  expect(() => process.kill(session!.target.pid!, 0)).toThrow('ESRCH');
});
