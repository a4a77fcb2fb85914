import type { Plan, PlanCell, SearchLoad, TrialRecord } from '@benchwright/result-schema';
import {
  measureStep,
  type RunOutcome,
  type RunSuiteOptions,
  stepsLeft,
  withSession,
} from '../run/run-suite.js';
import { parseSlo } from '../slo/parse-slo.js';
import type { SloCondition } from '../slo/slo.js';
import type { RunEvents } from '../suite/events.js';
import { probeOutcome } from './probe-outcome.js';
import { probesOf } from './probes-of.js';
import { probeLoad } from './search-cell.js';
import { nextStep } from './strategy.js';

interface Search {
  readonly cell: PlanCell;
  readonly search: SearchLoad;
  readonly slo: readonly SloCondition[];
}

/**
 * Executes a plan whose cells are searches: what `runSuite` is to plans whose order is fixed, with the same contract. Each probe is a trial of
 * its cell, appended as it ends; the probes recorded (`done`) are all that the search needs to go on where it stopped. Cells take
 * turns, probe by probe, so that a machine that drifts disturbs all alike. An interrupted probe is appended and made again.
 *
 * The suite needs to know nothing of searches: it is given the cell with its probes so far as `trialLoads`, the next one last.
 *
 * @throws SloSyntaxError before anything is opened; and what `runSuite` throws
 */
export async function runSearch<Config>(options: RunSuiteOptions<Config>): Promise<RunOutcome> {
  const { plan, signal } = options;
  const searches = plan.cells.map(searchOf);
  const probes = options.done.filter((record) => !record.interrupted);
  const most = searches.reduce((sum, { search }) => sum + search.maxProbes, 0);
  const finished = nextProbe(searches, probes, plan.order) === null;
  return withSession(
    { ...options, events: asSearch(options.events) },
    { trials: finished ? probes.length : most, trialsDone: probes.length },
    async (session) => {
      for (;;) {
        const next = nextProbe(searches, probes, plan.order);
        if (next === null) return 'completed';
        if (signal.aborted) return 'interrupted';
        const watched = { ...options, events: asProbes(options.events, next.slo) };
        const record = await measureStep(watched, session, { ...next, index: probes.length, of: most });
        if (record.interrupted) return 'interrupted';
        probes.push(record);
      }
    },
  );
}

/** Whether everything that a plan asks for is recorded: all trials of its order, or all probes of its searches. Pure. */
export function isMeasured(plan: Plan, done: readonly TrialRecord[]): boolean {
  if (!plan.cells.some((cell) => cell.search)) return stepsLeft(plan, done).length === 0;
  const probes = done.filter((record) => !record.interrupted);
  return nextProbe(plan.cells.map(searchOf), probes, plan.order) === null;
}

function asSearch(events: RunEvents): RunEvents {
  return (event) => events(event.type === 'run-started' ? { ...event, isSearch: true } : event);
}

/** Watchers of a search learn of each trial what it says about its rate. */
function asProbes(events: RunEvents, slo: readonly SloCondition[]): RunEvents {
  return (event) => {
    if (event.type === 'trial-started') events({ ...event, isProbe: true });
    else if (event.type === 'trial-finished' && !event.record.interrupted)
      events({ ...event, probe: probeOutcome(slo, event.record) });
    else events(event);
  };
}

function searchOf(cell: PlanCell): Search {
  const { search } = cell;
  if (!search) throw new Error(`cell ${cell.id} is no search: runSuite runs it`);
  return { cell, search, slo: parseSlo(search.slo.join(',')) };
}

/** The probe to make next: of the unfinished search that has had the fewest, in the plan's order. Null when all are done. */
function nextProbe(
  searches: readonly Search[],
  probes: readonly TrialRecord[],
  order: readonly { readonly cell: string }[],
): { cell: PlanCell; trial: number; slo: readonly SloCondition[] } | null {
  const place = (id: string): number => order.findIndex((step) => step.cell === id);
  const waiting = searches.flatMap(({ cell, search, slo }) => {
    const own = probesOf(cell.id, probes);
    const step = nextStep(
      search,
      own.map((record) => probeOutcome(slo, record)),
    );
    if (step.action === 'done') return [];
    const loads = [...own.map((record) => record.load), probeLoad(search, step.ratePerSec)];
    return [{ cell: { ...cell, trialLoads: loads }, trial: own.length, slo }];
  });
  waiting.sort((a, b) => a.trial - b.trial || place(a.cell.id) - place(b.cell.id));
  return waiting[0] ?? null;
}
