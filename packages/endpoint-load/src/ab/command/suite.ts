import { type RunRecords, type Suite, summarizeRun, trialMetric } from '@benchwright/load-driver';
import {
  type Metric,
  type Plan,
  type PlanCell,
  type RunResult,
  type TrialRecord,
  type ValidityReason,
  validityOf,
} from '@benchwright/result-schema';
import { packageVersion } from '../../version.js';
import { abbaPlan } from '../abba-plan.js';
import { SIDES, type Side } from '../side.js';
import { wholeRounds, withWholeRounds } from '../whole-rounds.js';
import { type AbCommandConfig, abCommandConfigSchema, abCommandQuick } from './config.js';
import { printedOf } from './printed-metrics.js';
import { openAbCommand } from './session.js';
import { abCommandConfigTemplate } from './template.js';

/** Two commands, run in turn; each run is a trial. */
export const abCommandSuite: Suite<AbCommandConfig> = {
  id: 'ab-command',
  title: 'Two commands against each other',
  version: packageVersion,
  config: { schema: abCommandConfigSchema, environment: {}, template: abCommandConfigTemplate },
  quick: abCommandQuick,
  plan: planAbCommand,
  open: openAbCommand,
  summarize: summarizeAbCommand,
  views: [],
  targets: () => [],
};

/** A cell a side, a run a trial, A B B A. The commands themselves stand in the config, where secrets are removed. Pure. */
export function planAbCommand({ trials, shell }: AbCommandConfig, seed: number): Plan {
  const cellOf = (side: Side): PlanCell => ({
    id: side,
    factors: { side, shell },
    trialLoads: Array.from({ length: trials }, () => ({ model: 'iterations', count: 1, concurrency: 1 })),
  });
  return abbaPlan(cellOf(SIDES[0]), cellOf(SIDES[1]), seed);
}

/** Reasons that are about many requests of a trial, which here has one, or about a generator, which here waits. */
const OF_REQUESTS: ReadonlySet<string> = new Set([
  'GENERATOR_SATURATED',
  'TRIALS_DISAGREE',
  'TOO_FEW_SAMPLES',
  'NOT_STEADY',
]);

/**
 * Time, CPU, memory and printed metrics of each run. A round in which a side failed says nothing of the difference: its other run is
 * left out as well, and the share of failed runs stands beside. Pure.
 */
export function summarizeAbCommand(records: RunRecords): RunResult {
  const result = summarizeRun(withWholeRounds(records));
  const rounds = wholeRounds(records.trials);
  const good = rounds.filter((round) => round.every(({ counts }) => counts.failed === 0));
  const cells = result.cells.map((cell) => {
    const of = (list: readonly (readonly TrialRecord[])[]): TrialRecord[] =>
      list.flat().filter((trial) => trial.cell === cell.id);
    const metrics = { ...figureMetrics(of(good)), ...failures(of(rounds)) };
    return { ...cell, metrics, validity: validityOf(cell.validity.reasons.filter(isOfCommands)) };
  });
  return { ...result, cells, validity: validityOf(result.validity.reasons.filter(isOfCommands)) };
}

function isOfCommands({ code }: ValidityReason): boolean {
  return !OF_REQUESTS.has(code);
}

const OWN: Readonly<Record<string, readonly [unit: string, statistic: string]>> = {
  wallTimeNs: ['ns', 'time of a run'],
  userCpuNs: ['ns', 'CPU time of a run'],
  systemCpuNs: ['ns', 'CPU time of a run'],
  maxRssBytes: ['B', 'highest resident set'],
};

/** What every run of a side has; a figure that some lack cannot be paired. */
function figureMetrics(trials: readonly TrialRecord[]): Record<string, Metric> {
  const [first] = trials;
  if (first === undefined) return {};
  const keys = Object.keys(first.extra).filter((key) =>
    trials.every(({ extra }) => Object.hasOwn(extra, key)),
  );
  return Object.fromEntries(
    keys.flatMap((key): [string, Metric][] => {
      const perTrial = trials.map(({ extra }) => extra[key]!);
      const own = Object.hasOwn(OWN, key) ? OWN[key] : undefined;
      if (own !== undefined) {
        const [unit, statistic] = own;
        return [[key, trialMetric({ unit, better: 'lower', statistic, perTrial })]];
      }
      const printed = printedOf(key);
      if (printed === null) return [];
      const { name, unit, better } = printed;
      const metric = trialMetric({ unit, better, statistic: 'printed', counted: true, perTrial });
      return [[Object.hasOwn(OWN, name) || name === FAILED ? `printed ${name}` : name, metric]];
    }),
  );
}

const FAILED = 'failedShare';

function failures(trials: readonly TrialRecord[]): Record<string, Metric> {
  if (trials.length === 0) return {};
  const perTrial = trials.map(({ counts }) => (counts.failed > 0 ? 1 : 0));
  return {
    [FAILED]: trialMetric({ unit: '1', better: 'lower', statistic: 'failed runs', counted: true, perTrial }),
  };
}
