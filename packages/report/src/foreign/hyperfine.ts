import type { MetricReplicates, ReplicatesWarning } from '../compare/replicates.js';
import type { ForeignOutput } from './foreign-output.js';
import { numberAt, objectOf, valueAt } from './json-access.js';

const NS_PER_SEC = 1e9;
/** A file of one command: the two sides of a comparison have different command lines, and are the same cell. */
const ONE_COMMAND = 'command';

/** The file of `hyperfine --export-json`: each of its `times` is a replicate. Null when it is none. Pure. */
export function parseHyperfine(json: unknown): ForeignOutput | null {
  const results = valueAt(json, 'results');
  if (!Array.isArray(results) || results.length === 0 || !results.every(isResult)) return null;
  const metrics = results.flatMap((result) => commandMetrics(result, results.length === 1));
  const failed = results.some((result) => exitCodes(result).some((code) => code !== 0));
  const without = results.some((result) => timesOf(result).length < 2);
  return {
    tool: 'hyperfine',
    metrics,
    lacks: [
      ...(failed ? [FAILED] : []),
      ...(without ? [NO_TIMES] : []),
      {
        code: 'NOT_INTERLEAVED',
        text: 'all runs of a command came after each other: a machine that drifts looks like a change (benchwright ab takes turns)',
      },
    ],
  };
}

const FAILED: ReplicatesWarning = {
  code: 'FAILED_RUNS',
  text: 'some runs ended with an exit code other than 0: their times are among the others',
};

const NO_TIMES: ReplicatesWarning = {
  code: 'ONE_TRIAL',
  text: 'a command has no times of single runs: its mean is one number, without interval or verdict',
};

function isResult(result: unknown): boolean {
  return typeof valueAt(result, 'command') === 'string' && numberAt(result, ['mean']) !== null;
}

function commandMetrics(result: unknown, alone: boolean): MetricReplicates[] {
  const cell = alone ? ONE_COMMAND : String(valueAt(result, 'command'));
  const times = timesOf(result);
  const mean = numberAt(result, ['mean'], NS_PER_SEC);
  const values = times.length > 0 ? times : mean === null ? [] : [mean];
  const cpu = (name: string, metric: string): MetricReplicates[] => {
    const value = numberAt(result, [name], NS_PER_SEC);
    return value === null
      ? []
      : [{ cell, metric, statistic: 'mean of the runs', unit: 'ns', better: 'lower', values: [value] }];
  };
  return [
    { cell, metric: 'wallTimeNs', statistic: 'time of a run', unit: 'ns', better: 'lower', values },
    ...cpu('user', 'userCpuNs'),
    ...cpu('system', 'systemCpuNs'),
  ];
}

function timesOf(result: unknown): number[] {
  const times = valueAt(result, 'times');
  return Array.isArray(times)
    ? times.flatMap((time) => (typeof time === 'number' && Number.isFinite(time) ? [time * NS_PER_SEC] : []))
    : [];
}

function exitCodes(result: unknown): readonly unknown[] {
  const codes = objectOf(result)?.exit_codes;
  return Array.isArray(codes) ? codes : [];
}
