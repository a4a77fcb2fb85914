import {
  percentileOf,
  type RunRecords,
  type Suite,
  summarizeRun,
  trialMetric,
} from '@benchwright/load-driver';
import type { Metric, Plan, PlanCell, RunResult, TrialRecord } from '@benchwright/result-schema';
import { endpointUrl } from '../../endpoint-url.js';
import { planHttp } from '../../plan.js';
import { packageVersion } from '../../version.js';
import { abbaPlan } from '../abba-plan.js';
import { SIDES, type Side } from '../side.js';
import { withWholeRounds } from '../whole-rounds.js';
import { type AbHttpConfig, abHttpConfigSchema, abHttpQuick, httpConfigOf } from './config.js';
import { openAbHttp } from './session.js';
import { abHttpConfigTemplate } from './template.js';

/** Two URLs under the same load, in turn. */
export const abHttpSuite: Suite<AbHttpConfig> = {
  id: 'ab-http',
  title: 'Two URLs against each other',
  version: packageVersion,
  config: { schema: abHttpConfigSchema, environment: {}, template: abHttpConfigTemplate },
  quick: abHttpQuick,
  plan: planAbHttp,
  open: openAbHttp,
  summarize: summarizeAbHttp,
  views: [],
  targets: ({ baseUrl, headUrl }) =>
    [baseUrl, headUrl].flatMap((url) => (url === null ? [] : [endpointUrl(url).origin])),
};

/** A cell a side, the same load on both, A B B A. Pure. */
export function planAbHttp(config: AbHttpConfig, seed: number): Plan {
  const cellOf = (side: Side): PlanCell => {
    const [cell] = planHttp(httpConfigOf(config, side), seed).cells;
    return { ...cell!, id: side, factors: { side, ...cell!.factors } };
  };
  return abbaPlan(cellOf(SIDES[0]), cellOf(SIDES[1]), seed);
}

/** What every suite has, of the rounds that are whole, and the upper percentiles of each trial. Pure. */
export function summarizeAbHttp(records: RunRecords): RunResult {
  return summarizeRun(withWholeRounds(records), { extraMetrics: upperPercentiles });
}

function upperPercentiles(trials: readonly TrialRecord[]): Record<string, Metric> {
  const answered = trials.filter(({ counts }) => counts.ok > 0);
  if (answered.length === 0) return {};
  const percentile = (level: number): Metric =>
    trialMetric({
      unit: 'ns',
      better: 'lower',
      statistic: `p${level}`,
      perTrial: answered.map((trial) => percentileOf(trial, 'responseTimeNs', level)),
    });
  return { responseTimeP90Ns: percentile(90), responseTimeP99Ns: percentile(99) };
}
