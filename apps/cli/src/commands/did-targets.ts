import { readFile } from 'node:fs/promises';
import type { SloCondition, Suite } from '@benchwright/load-driver';
import type { ConfigEntry } from '@benchwright/result-schema';
import { parseSloFile } from '../gate/slo-file.js';
import type { MeasureRequest } from '../measure/measure-suite.js';
import { prepareRun } from '../measure/open-run.js';
import { isLoopback } from '../measure/remote-rule.js';
import { UsageError } from '../usage-error.js';

/** The name under which the guide's own targets are told of. */
const GUIDE = 'config/did-slo.yaml';

export interface TargetFile {
  /** Undefined: the guide's targets. */
  readonly file: string | undefined;
  /** Not to judge by the guide's targets. */
  readonly none: boolean;
}

/** What a run will be judged by. */
export interface RunTargets {
  /** The request, with the targets as entries of the config. */
  readonly request: MeasureRequest;
  readonly notes: readonly string[];
}

/**
 * Puts the targets of a file into the config of a run: those that are about what it measures. A run that goes on has its own, and so has one whose config or flags
 * say what has to be met.
 *
 * @throws ConfigError for a file that cannot be used, with every problem and its place
 */
export async function withTargets(
  suite: Suite,
  request: MeasureRequest,
  { file, none }: TargetFile,
): Promise<RunTargets> {
  if (request.resume !== undefined || (none && file === undefined)) return { request, notes: [] };
  const { guideSlo, applicableSlo } = await import('@benchwright/did-api-bench');
  const { conditions } = parseSloFile(file ?? GUIDE, file === undefined ? guideSlo : await textOf(file));
  const { plan, config, targets } = await prepareRun(suite, request, request.seed);
  const { slo: own, monitor } = judgedFields(config);
  if (file === undefined && own.length > 0) return { request, notes: [] };
  if (plan.cells.some(({ search }) => search !== undefined)) return { request, notes: [] };
  if (file === undefined && plan.cells.some(({ trialLoads }) => trialLoads.length < 2)) {
    return { request, notes: ['the guide’s targets are not judged: one trial shows no interval'] };
  }
  const demanded = conditions.filter(({ severity }) => severity === 'fail').map(({ condition }) => condition);
  const warnings = conditions.length - demanded.length;
  const isHere = monitor && targets.every(isLoopback);
  const { slo, leftOut } = applicableSlo(demanded.map(refuseBaseline), plan.cells, isHere);
  const entry: ConfigEntry = { origin: file ?? GUIDE, path: ['slo'], value: [...own, ...slo] };
  return {
    request: { ...request, entries: [...request.entries.filter(({ path }) => path[0] !== 'slo'), entry] },
    notes: [
      ...leftOut.map((text) => `not judged: ${text}`),
      ...(warnings > 0
        ? [`not judged: ${warnings} of severity warn (benchwright gate RUN --slo ${file} judges them)`]
        : []),
    ],
  };
}

function judgedFields(config: unknown): { readonly slo: readonly string[]; readonly monitor: boolean } {
  const { slo, monitor } = config as { readonly slo: readonly string[]; readonly monitor: boolean };
  return { slo, monitor };
}

function refuseBaseline(condition: SloCondition): SloCondition {
  if (condition.baseline !== true) return condition;
  throw new UsageError(
    `'${condition.text}' needs a baseline, which a run has not`,
    'judge it with benchwright gate RUN --slo FILE --baseline NAME, or use benchwright did compare',
  );
}

async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: Error) => {
    throw new UsageError(
      `cannot read --slo-file ${file}: ${cause.message}`,
      'give a YAML file with a list slo, such as config/did-slo.yaml',
      'ERR_FILE',
    );
  });
}
