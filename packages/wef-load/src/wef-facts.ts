import type { RunRecords } from '@benchwright/load-driver';
import type { PlanCell, RunResult, TrialRecord, ValidityReason } from '@benchwright/result-schema';
import { z } from 'zod';
import type { WefFacts } from './judge.js';
import { evidenceOf } from './ledger/wef-evidence.js';
import { FIGURES } from './trial-figures.js';

/** Reasons for an invalid result that are the generator's or the machine's, not the collector's. */
const OF_GENERATOR: ReadonlySet<string> = new Set([
  'GENERATOR_SATURATED',
  'SEND_LAG',
  'WORKER_LOST',
  'CPU_STEAL',
  'CPU_THROTTLED',
  'CLOCK_STEP',
  'THERMAL_OR_FREQUENCY',
  'CEILING_REACHED',
]);

/** What of a run's config the verdict rests on. A run is judged by what its log says, whenever that is read. */
const settingsSchema = z.object({
  allowFailed: z.number().default(0),
  verifyS3: z.boolean().default(false),
  timeoutSecs: z.number().default(Number.POSITIVE_INFINITY),
});

/** The whole trials of a cell, or all where none is whole. */
function usedTrials({ trials }: RunRecords, cell: PlanCell): readonly TrialRecord[] {
  const own = trials.filter((trial) => trial.cell === cell.id);
  const whole = own.filter((trial) => !trial.interrupted);
  return whole.length > 0 ? whole : own;
}

/**
 * The facts about a run that `judgeWef` judges; null for a search, whose probes are meant to fail beyond the limit, and for a run without a trial. Pure.
 */
export function wefFacts(records: RunRecords, { validity }: Pick<RunResult, 'validity'>): WefFacts | null {
  const [cell] = records.header.plan.cells;
  if (cell === undefined || cell.search) return null;
  const trials = usedTrials(records, cell);
  if (trials.length === 0) return null;
  const settings = settingsSchema.parse(records.header.config);
  const sum = (name: string): number => trials.reduce((total, { extra }) => total + (extra[name] ?? 0), 0);
  const evidence = trials.map(evidenceOf);
  const isReceivedKnown = trials.every(({ extra }) => extra[FIGURES.eventsReceived] !== undefined);
  const rate = cell.factors.eventsPerSec;
  return {
    targetEventsPerSec: typeof rate === 'number' ? rate : null,
    eventsOffered: sum(FIGURES.eventsOffered),
    eventsSent: sum(FIGURES.eventsSent),
    eventsAcknowledged: sum(FIGURES.eventsAcknowledged),
    eventsReceived: isReceivedKnown ? sum(FIGURES.eventsReceived) : null,
    statsProblem: evidence.find((found) => found?.statsProblem)?.statsProblem ?? null,
    receivingSecs: trials.reduce((total, trial) => total + receivingNs(trial), 0) / 1e9,
    batchesFailed: trials.reduce((total, { counts }) => total + counts.failed, 0),
    allowFailed: settings.allowFailed,
    timedOut: sum(FIGURES.timedOut) > 0,
    timeoutSecs: settings.timeoutSecs,
    generatorFaults: generatorFaults(validity.reasons),
    verifyS3: settings.verifyS3,
    storedProblems: evidence.every((found) => found?.stored)
      ? evidence.flatMap((found) => found?.stored?.problems ?? [])
      : null,
    storedProblem: evidence.find((found) => found?.storedProblem)?.storedProblem ?? null,
  };
}

function generatorFaults(reasons: readonly ValidityReason[]): string[] {
  return reasons
    .filter(({ verdict, code }) => verdict === 'invalid' && OF_GENERATOR.has(code))
    .map(({ code }) => code);
}

/** A collector that acknowledges first and works later is given the time until it said that it had received everything. */
function receivingNs({ durationNs, extra }: TrialRecord): number {
  const settledNs = extra[FIGURES.settledNs] ?? 0;
  return durationNs + (settledNs > SETTLED_AT_ONCE_NS ? settledNs : 0);
}

/** What asking once takes: it is not the collector's time. */
const SETTLED_AT_ONCE_NS = 40e6;
