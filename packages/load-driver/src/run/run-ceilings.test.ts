import type { Ceiling, CeilingRecord, RunRecord, TrialRecord } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { ceilingFor, sizesOf } from '../ceiling/ceiling-for.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { RunEvent } from '../suite/events.js';
import type { CeilingAnswer, CeilingContext, Session, Suite } from '../suite/suite.js';
import { createSimulatedSuite, type SimulatedConfig } from '../test-support/simulated-suite.js';
import { headerFixture } from '../test-support/trial-fixture.js';
import { runSuite } from './run-suite.js';

const CEILING: Ceiling = {
  protocol: 'http1',
  requestBytes: 100,
  bodyBytes: 200,
  connections: 4,
  pipelining: 1,
  ratePerSec: 10_000,
  perTrial: [10_000],
  busyShare: 1,
  limitedBy: 'generator',
};

type Ask = (cell: string, ctx: CeilingContext) => Promise<CeilingAnswer>;

/** Two cells of three trials in virtual time, whose session answers as told. */
async function run(ask: Ask | null, done: readonly RunRecord[] = [], signal = new AbortController().signal) {
  const plain = createSimulatedSuite();
  const suite: Suite<SimulatedConfig> = {
    ...plain,
    open: async (config, ctx): Promise<Session> => {
      const session = await plain.open(config, ctx);
      return ask === null ? session : { ...session, measureCeiling: (cell, about) => ask(cell.id, about) };
    },
  };
  const config = { ...(suite.config.schema.parse({}) as SimulatedConfig), trials: 3, requests: 40 };
  const plan = suite.plan(config, 1);
  const clock = new VirtualClock();
  const log: RunRecord[] = [...done];
  const events: RunEvent[] = [];
  const running = runSuite({
    suite,
    config,
    plan,
    runId: 'x',
    done: trialsOf(log),
    doneCeilings: ceilingsOf(log),
    clock,
    events: (event) => events.push(event),
    signal,
    append: async (record) => void log.push(record),
  });
  await clock.runUntil(running);
  const result = suite.summarize({
    header: headerFixture(plan.cells),
    trials: trialsOf(log),
    ceilings: ceilingsOf(log),
    finishedAt: null,
    outcome: await running,
  });
  return { log, events, result };
}

const trialsOf = (log: readonly RunRecord[]): TrialRecord[] =>
  log.filter((record) => record.type === 'trial');
const ceilingsOf = (log: readonly RunRecord[]): CeilingRecord[] =>
  log.filter((record) => record.type === 'ceiling');

describe("the generator's ceilings of a run", () => {
  it('are asked for once, before the first trial of each cell, recorded and told', async () => {
    const asked: string[] = [];
    const { log, events, result } = await run(async (cell, { first }) => {
      asked.push(cell);
      expect(first).toBeNull();
      return { ceiling: CEILING };
    });
    expect(asked.sort()).toEqual(['a', 'b']);
    for (const id of asked) {
      const own = log.filter((record) => 'cell' in record && record.cell === id);
      expect(own.map(({ type }) => type)).toEqual(['ceiling', 'trial', 'trial', 'trial']);
    }
    expect(events.filter(({ type }) => type === 'ceiling-finished')).toHaveLength(2);
    const [cell] = result.cells;
    // Four at a time, a millisecond each: 4000/s of 10,000/s.
    expect(cell?.ceiling).toMatchObject({ measured: CEILING, share: expect.closeTo(0.4, 1) });
    expect(cell?.ceiling?.text).toMatch(/^answered load is \d+ % of this generator's ceiling of 10,000\/s$/);
  });

  it('are asked for again after a trial by a session that has to see one', async () => {
    const { log, result } = await run(async (_cell, ctx) => {
      const sizes = sizesOf(ctx);
      return sizes === null ? null : { ceiling: { ...CEILING, ...sizes } };
    });
    for (const id of ['a', 'b']) {
      const own = log.filter((record) => 'cell' in record && record.cell === id);
      expect(own.map(({ type }) => type)).toEqual(['trial', 'ceiling', 'trial', 'trial']);
    }
    expect(result.cells[0]?.ceiling?.measured).toMatchObject({ requestBytes: 100, bodyBytes: 200 });
  });

  it('of the same exchange are measured once in a run', async () => {
    const exchange = {
      protocol: 'http1',
      requestBytes: 101,
      bodyBytes: 201,
      connections: 4,
      pipelining: 1,
    } as const;
    const { log } = await run(async (_cell, ctx) =>
      ctx.known.length === 0 ? { ceiling: CEILING } : await ceilingFor(exchange, 1e9, ctx),
    );
    expect(ceilingsOf(log).map(({ ceiling }) => ceiling)).toEqual([CEILING, CEILING]);
  });

  it('that are recorded are not measured again by a resumed run', async () => {
    const { log } = await run(async () => ({ ceiling: CEILING }));
    const firstTwo = log.slice(0, 3);
    const again = await run(async () => {
      throw new Error('asked again');
    }, [...firstTwo, ...ceilingsOf(log).filter((record) => !firstTwo.includes(record))]);
    expect(ceilingsOf(again.log)).toHaveLength(2);
    expect(trialsOf(again.log)).toHaveLength(6);
  });

  it('cost the run nothing when they cannot be had, and the result says why', async () => {
    const broken = await run(async () => {
      throw new Error('no responder');
    });
    expect(trialsOf(broken.log)).toHaveLength(6);
    expect(broken.result.cells[0]?.ceiling).toEqual({
      measured: null,
      share: null,
      text: "the generator's ceiling is not known: it could not be measured: no responder",
    });
    const off = await run((_cell, ctx) => ceilingFor({ ...CEILING }, false, ctx));
    expect(off.result.cells[0]?.ceiling?.text).toContain('turned off (ceiling: false)');
  });

  it('are absent from the result of a suite without such a figure', async () => {
    const { log, result } = await run(null);
    expect(ceilingsOf(log)).toEqual([]);
    expect(result.cells[0]).not.toHaveProperty('ceiling');
  });

  it('make a cell suspect whose closed load comes near them', async () => {
    const { result } = await run(async () => ({ ceiling: { ...CEILING, ratePerSec: 4100 } }));
    expect(result.cells[0]?.validity.reasons).toContainEqual(
      expect.objectContaining({ code: 'NEAR_CEILING', verdict: 'suspect' }),
    );
  });
});
