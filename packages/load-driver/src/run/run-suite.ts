import type {
  CeilingRecord,
  Plan,
  PlanCell,
  PlanStep,
  RunRecord,
  TrialRecord,
} from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import { percentileOf } from '../record/read-distribution.js';
import type { RunEvents } from '../suite/events.js';
import type { Session, Suite } from '../suite/suite.js';
import { trialSeed } from '../suite/trial-seed.js';
import { RunCeilings } from './run-ceilings.js';

export interface RunSuiteOptions<Config> {
  readonly suite: Suite<Config>;
  readonly config: Config;
  readonly plan: Plan;
  readonly runId: string;
  /** Whole trials that are already recorded: they are not measured again. */
  readonly done: readonly TrialRecord[];
  /** Ceilings that are already recorded: their cells are not asked again. */
  readonly doneCeilings?: readonly CeilingRecord[];
  readonly clock: Clock;
  readonly events: RunEvents;
  readonly signal: AbortSignal;
  /** Must not resolve before the record is safe: nothing measured is lost to what comes after. */
  readonly append: (record: RunRecord) => Promise<void>;
}

export type RunOutcome = 'completed' | 'interrupted';

/**
 * Executes what is left of a plan, in its order, and appends each trial as it ends. An aborted signal ends the current
 * trial early; what it measured is appended, marked as interrupted. The session is closed in every case.
 *
 * @throws what `suite.open` throws (TargetUnreachableError), or the error that made measuring impossible
 */
export async function runSuite<Config>(options: RunSuiteOptions<Config>): Promise<RunOutcome> {
  const { plan } = options;
  const search = plan.cells.find((cell) => cell.search);
  if (search) throw new Error(`cell ${search.id} is a search: runSearch runs it`);
  const left = stepsLeft(plan, options.done);
  const trials = plan.order.length;
  return withSession(options, { trials, trialsDone: trials - left.length }, (open) =>
    runSteps(options, open, left),
  );
}

/** A session and what belongs to it for as long as it is open. */
export interface OpenSession {
  readonly session: Session;
  readonly ceilings: RunCeilings;
}

/**
 * Opens the suite's session if anything is left to do, measures, lets the suite verify what is complete, and closes the session in every
 * case; tells the watchers.
 */
export async function withSession<Config>(
  options: RunSuiteOptions<Config>,
  extent: { readonly trials: number; readonly trialsDone: number },
  measure: (open: OpenSession) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const { suite, plan, events, signal } = options;
  events({
    type: 'run-started',
    suite: suite.id,
    title: suite.title,
    runId: options.runId,
    seed: plan.seed,
    cells: plan.cells.length,
    ...extent,
  });
  let outcome: RunOutcome = 'completed';
  if (extent.trialsDone < extent.trials) {
    const session = await suite.open(options.config, {
      clock: options.clock,
      events,
      signal,
      seed: plan.seed,
      plan,
    });
    try {
      events({ type: 'target-ready', ...session.target });
      outcome = await measure({ session, ceilings: new RunCeilings(session, options) });
      if (outcome === 'completed') await session.verify?.();
    } finally {
      await session.close();
    }
  }
  events({ type: 'run-finished', outcome });
  return outcome;
}

/** The steps of a plan for which no whole trial is recorded. Pure. */
export function stepsLeft(plan: Plan, done: readonly TrialRecord[]): PlanStep[] {
  const whole = new Set(done.filter((t) => !t.interrupted).map((t) => `${t.trial} ${t.cell}`));
  return plan.order.filter((step) => !whole.has(`${step.trial} ${step.cell}`));
}

async function runSteps<Config>(
  options: RunSuiteOptions<Config>,
  open: OpenSession,
  left: readonly PlanStep[],
): Promise<RunOutcome> {
  const { plan, signal } = options;
  const cells = new Map(plan.cells.map((cell) => [cell.id, cell]));
  const of = plan.order.length;
  for (const [i, step] of left.entries()) {
    if (signal.aborted) return 'interrupted';
    const cell = cells.get(step.cell);
    if (!cell) throw new Error(`plan orders a trial of cell ${step.cell}, which it does not define`);
    const record = await measureStep(options, open, {
      cell,
      trial: step.trial,
      index: of - left.length + i,
      of,
    });
    if (record.interrupted) return 'interrupted';
  }
  return 'completed';
}

/** One trial of a cell, and its place among those of the run. */
export interface MeasuredStep {
  readonly cell: PlanCell;
  readonly trial: number;
  readonly index: number;
  readonly of: number;
}

/** Runs one trial, appends its record before anything else may happen, and tells the watchers; sees to it that the cell has a ceiling. */
export async function measureStep<Config>(
  { plan, events, signal, append }: RunSuiteOptions<Config>,
  { session, ceilings }: OpenSession,
  { cell, trial, index, of }: MeasuredStep,
): Promise<TrialRecord> {
  const load = cell.trialLoads[trial];
  if (!load) throw new Error(`plan orders trial ${trial} of cell ${cell.id}, which it does not define`);
  await ceilings.before(cell);
  events({ type: 'trial-started', cell: cell.id, trial, index, of, load });
  const record = await session.runTrial(cell, trial, {
    signal,
    events,
    trialSeed: trialSeed(plan.seed, trial),
  });
  await append(record);
  events({
    type: 'trial-finished',
    index,
    of,
    record,
    responseP50Ns: percentileOf(record, 'responseTimeNs', 50),
    responseP99Ns: percentileOf(record, 'responseTimeNs', 99),
  });
  await ceilings.after(cell, record);
  return record;
}
