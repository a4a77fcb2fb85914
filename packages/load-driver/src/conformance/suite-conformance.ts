import { planSchema, runResultSchema, type TrialRecord, trialRecordSchema } from '@benchwright/result-schema';
import type { RunEvents } from '../suite/events.js';
import type { Suite } from '../suite/suite.js';
import { expect, expectEqual } from './expect.js';
import { watchLeaks } from './no-leaks.js';
import { type RecordedRun, recordInMemory } from './run-in-memory.js';

export interface ConformanceCheck {
  readonly name: string;
  run(): Promise<void>;
}

const SEED = 20_240_115;

/** Trials that a resumed run still has to measure. */
const LEFT_TO_RESUME = 2;

/**
 * The checks for one suite, in any order and alone too. `config` must be complete and small: it is run once as a whole against the suite's
 * own target, shared by the checks that look at a whole run, and three times for a trial or two.
 */
export function suiteConformance<Config>(suite: Suite<Config>, config: Config): ConformanceCheck[] {
  let measured: Promise<Measured> | undefined;
  const whole = (): Promise<Measured> => {
    measured ??= measure(suite, config);
    return measured;
  };
  return [
    { name: 'makes the same plan from the same seed, every trial once', run: () => checkPlan(suite, config) },
    { name: 'records what the schema allows and sums exactly', run: async () => checkRecords(await whole()) },
    {
      name: 'summarises to a valid result, the same twice, in every view',
      run: async () => checkResult(suite, await whole()),
    },
    {
      name: 'measures only what is left when it goes on',
      run: async () => checkResume(suite, config, await whole()),
    },
    { name: 'leaves no process and no handle when aborted', run: () => checkAbort(suite, config) },
  ];
}

async function checkPlan<Config>(suite: Suite<Config>, config: Config): Promise<void> {
  const plan = planSchema.parse(suite.plan(config, SEED));
  expectEqual(suite.plan(config, SEED), plan, 'a second plan from the same seed');
  const planned = plan.cells
    .flatMap((cell) => cell.trialLoads.map((_, trial) => `${cell.id}/${trial}`))
    .sort();
  expectEqual(
    plan.order.map((step) => `${step.cell}/${step.trial}`).sort(),
    planned,
    'the order holds every trial once',
  );
  expect(new Set(plan.cells.map((cell) => cell.id)).size === plan.cells.length, 'cell ids must differ');
}

function checkRecords({ trials, plan }: Measured): void {
  expectEqual(trials.length, plan.order.length, 'trials recorded');
  for (const trial of trials) checkTrial(trialRecordSchema.parse(trial));
}

function checkTrial({ cell, trial, counts, load, distributions }: TrialRecord): void {
  const where = `${cell} trial ${trial}`;
  expectEqual(counts.sent + counts.dropped, counts.offered, `${where}: sent + dropped`);
  expectEqual(counts.ok + counts.failed, counts.sent, `${where}: ok + failed`);
  const byClass = Object.values(counts.errors).reduce((sum, n) => sum + n, 0);
  expectEqual(byClass, counts.failed, `${where}: errors by class`);
  expect(counts.ok > 0, `${where}: nothing was answered`);
  if (load.model === 'iterations') expectEqual(counts.offered, load.count, `${where}: offered`);
  for (const name of ['responseTimeNs', 'serviceTimeNs']) {
    expectEqual(distributions[name]?.count, counts.ok, `${where}: ${name} counts`);
  }
}

function checkResult<Config>(suite: Suite<Config>, { trials, records }: Measured): void {
  const result = runResultSchema.parse(suite.summarize(records));
  expectEqual(suite.summarize(records), result, 'a second summary');
  const ok = result.cells.reduce((sum, cell) => sum + cell.counts.ok, 0);
  expectEqual(
    ok,
    trials.reduce((sum, t) => sum + t.counts.ok, 0),
    'answers in the result',
  );
  for (const view of suite.views) expect(view.render(result).length > 0, `view ${view.id} is empty`);
}

/** Goes on where a run was interrupted, to the last trials; what lies between is taken from a whole run with the same plan. */
async function checkResume<Config>(suite: Suite<Config>, config: Config, whole: Measured): Promise<void> {
  const first = await measure(suite, config, { stopAfterTrials: 1 });
  expectEqual(first.outcome, 'interrupted', 'outcome of the first part');
  const before = first.trials.filter((trial) => !trial.interrupted);
  const named = new Set(before.map(stepOf));
  const order = first.plan.order.map(stepOf);
  const left = order.filter((step) => !named.has(step)).slice(-LEFT_TO_RESUME);
  const between = whole.trials.filter((trial) => !named.has(stepOf(trial)) && !left.includes(stepOf(trial)));
  const second = await measure(suite, config, { done: [...before, ...between] });
  expectEqual(second.outcome, 'completed', 'outcome of the second part');
  expectEqual(second.trials.map(stepOf), left, 'trials of the second part, in the order of the plan');
}

function stepOf({ cell, trial }: { readonly cell: string; readonly trial: number }): string {
  return `${cell}/${trial}`;
}

async function checkAbort<Config>(suite: Suite<Config>, config: Config): Promise<void> {
  const leaks = await watchLeaks();
  const { outcome, pids } = await measure(suite, config, { stopAfterTrials: 0 });
  expectEqual(outcome, 'interrupted', 'outcome of an aborted run');
  await leaks.check(pids);
}

interface MeasureOptions {
  readonly done?: readonly TrialRecord[];
  /** Aborts when this many trials have ended and the next has begun. */
  readonly stopAfterTrials?: number;
}

interface Measured extends RecordedRun {
  readonly pids: readonly number[];
}

async function measure<Config>(
  suite: Suite<Config>,
  config: Config,
  { done = [], stopAfterTrials = Number.POSITIVE_INFINITY }: MeasureOptions = {},
): Promise<Measured> {
  const abort = new AbortController();
  const pids: number[] = [];
  let ended = 0;
  const onEvent: RunEvents = (event) => {
    if (event.type === 'target-ready' && event.embedded && event.pid !== null) pids.push(event.pid);
    if (event.type === 'trial-finished') ended++;
    if (event.type === 'trial-started' && ended >= stopAfterTrials) abort.abort();
  };
  const recorded = await recordInMemory(suite, config, { seed: SEED, done, signal: abort.signal, onEvent });
  return { ...recorded, pids };
}
