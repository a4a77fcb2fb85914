import {
  createRealClock,
  ignoreEvents,
  startTargetProcess,
  type TargetProcess,
} from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type WefConfigInput, wefConfigSchema } from '../config.js';
import { countOfRanges, rangesOfIds } from '../ledger/id-ranges.js';
import { evidenceOf, type WefEvidence } from '../ledger/wef-evidence.js';
import { wefSuite } from '../suite.js';
import { targetEntry } from '../target-entry.js';
import { type EventFaultPlan, idsOfFault } from './fault-plan.js';
import { type CollectorFaults, type FaultProxy, startFaultProxy } from './fault-proxy.js';

let collector: TargetProcess;
let proxy: FaultProxy | undefined;

beforeAll(async () => {
  collector = await startTargetProcess({
    entry: targetEntry,
    args: ['--port', '0', '--flush-interval-secs', '0.4'],
  });
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});
afterAll(() => collector.close());

interface Sent {
  readonly record: TrialRecord;
  readonly evidence: WefEvidence;
  /** Codes of what was found wrong with the stored events. */
  readonly failures: readonly string[];
}

/** One run of the suite through a proxy, with the events read back unless the config says otherwise. */
async function sendThrough(faults: CollectorFaults, input: WefConfigInput = {}): Promise<Sent> {
  proxy = await startFaultProxy(collector.endpoints.wef ?? '', faults);
  const config = wefConfigSchema.parse({
    ...{
      endpoint: proxy.endpoint,
      events: 4000,
      batchSize: 100,
      connections: 2,
      machines: 4,
      eventType: 4624,
    },
    ...{ verifyS3: true, verifyTimeout: '4s', settle: '500ms', ceiling: false, requestTimeout: '5s' },
    s3: { endpoint: collector.endpoints.s3, ...collector.credentials },
    collector: { flushIntervalSecs: 0.4 },
    ...input,
  });
  const plan = wefSuite.plan(config, 1);
  const { signal } = new AbortController();
  const clock = createRealClock();
  const session = await wefSuite.open(config, { clock, events: ignoreEvents, signal, seed: 1, plan });
  try {
    const record = await session.runTrial(plan.cells[0]!, 0, { signal, events: ignoreEvents, trialSeed: 1 });
    const evidence = evidenceOf(record);
    expect(evidence?.storedProblem).toBeNull();
    return {
      record,
      evidence: evidence!,
      failures: evidence!.stored?.problems.map(({ code }) => code) ?? [],
    };
  } finally {
    await session.close();
  }
}

const ALL = [[1, 4000]] as const;

describe('events through a proxy', () => {
  it('that does nothing are proved', async () => {
    const { evidence, failures, record } = await sendThrough({});
    expect(evidence.stored?.problems).toEqual([]);
    expect(failures).toEqual([]);
    expect(evidence.stored?.events).toMatchObject({ rows: 4000, distinct: 4000 });
    expect(record.distributions.endToEndDelayNs?.count).toBe(4000);
  });

  it('that are dropped, repeated, held back and damaged are each found, with the right ids', async () => {
    const events: EventFaultPlan = {
      seed: 3,
      oneIn: 200,
      faults: ['drop', 'duplicate', 'delay', 'corrupt'],
    };
    const { evidence, failures } = await sendThrough({ events, delayMs: 1500 });
    const found = evidence.stored!.events;
    const ids = (fault: (typeof events.faults)[number]) => rangesOfIds(idsOfFault(events, fault, ALL));
    expect(countOfRanges(ids('drop'))).toBe(5);
    expect(found.missing).toEqual({ count: 5, ranges: ids('drop') });
    expect(found.duplicated).toEqual({ count: 5, ranges: ids('duplicate') });
    expect(found.late).toEqual({ count: 5, ranges: ids('delay') });
    expect(found.corrupt).toEqual({ count: 5, ranges: ids('corrupt') });
    expect(found.foreign.count).toBe(0);
    expect(failures).toEqual(['EVENTS_MISSING', 'EVENTS_DUPLICATED', 'EVENTS_CORRUPT', 'EVENTS_LATE']);
  });

  it('answered 500 for a while are not acknowledged, and not missing', async () => {
    const { record, evidence, failures } = await sendThrough({ failBatches: [5, 8] });
    expect(record.counts.errors).toEqual({ HTTP_500: 4 });
    expect(countOfRanges(evidence.acknowledged)).toBe(3600);
    expect(failures).toEqual([]);
  });

  it('cut in mid-batch, or left without an answer, are told apart by what is stored', async () => {
    const { record, evidence, failures } = await sendThrough({ cutBatches: [4], loseAnswers: [9] });
    expect(record.counts.failed).toBe(2);
    expect(countOfRanges(evidence.acknowledged)).toBe(3800);
    expect(evidence.stored?.events).toMatchObject({ rows: 3900, unacknowledged: 100 });
    expect(failures).toEqual([]);
  });

  it('that the statistics double are more than were sent', async () => {
    const { record } = await sendThrough({ statsFactor: 2 }, { verifyS3: false });
    expect(record.extra.eventsReceived).toBe(8000);
  });

  it('answered slowly take that long', async () => {
    const { record } = await sendThrough({ answerAfterMs: 60 }, { events: 400, verifyS3: false });
    expect(record.distributions.serviceTimeNs?.min).toBeGreaterThan(55e6);
  });
});
