import { growYoungGeneration } from '@benchwright/load-driver';
import { compareReplicates, type RunComparison } from '@benchwright/report';
import {
  type ConfigEntry,
  captureEnvironment,
  explainIncomparable,
  type Plan,
  type RunResult,
} from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { findBaseline } from '../gate/baseline-store.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { packagesOf, prepareRun } from '../measure/open-run.js';
import { writeComparison } from '../output/write-comparison.js';
import type { SuiteEntry } from '../registry/registry.js';
import { UsageError } from '../usage-error.js';
import { limitsOf } from './comparison-options.js';
import { type DidCompareInput, didCompareOptions } from './did-compare.js';
import { endpointRequest } from './endpoint-run.js';

/** Fields of a baseline's config that are not measured again: where it ran, how it was let in, and what it was judged by. */
const NOT_TAKEN = new Set(['target', 'access', 'slo', 'tls', 'headers', 'allowRemote']);

/** What the baseline measured, measured again and compared with it. */
export async function compareWithStored(
  entry: SuiteEntry,
  name: string,
  { options: given }: DidCompareInput,
  context: CliContext,
): Promise<ExitCode> {
  const suite = await entry.load();
  const asked = endpointRequest(
    'did',
    [],
    didCompareOptions,
    { ...given, ...NO_SIDES, literal: undefined },
    [],
    context,
  );
  const stored = await findBaseline(name, asked.resultsFolder, false, context);
  if (stored === null) throw new Error('a baseline that must be there is not');
  const base = stored.result;
  if (base.suite !== suite.id) {
    const message = `${name} is a run of ${base.suite}, not of ${suite.id}`;
    throw new UsageError(message, 'keep one with benchwright did baseline NAME', 'ERR_BASELINE_SUITE');
  }
  const request: MeasureRequest = {
    ...asked,
    entries: [...entriesOf(base, asked), ...asked.entries],
    command: ['did', 'compare', '--baseline', name],
  };
  const { plan } = await prepareRun(suite, request, request.seed);
  refuseOtherLoad(name, base, plan);
  const now = await captureEnvironment({ packages: packagesOf(suite, context) });
  if (given.allow?.includes('other-machine') !== true) refuseOtherMachine(name, base, now);
  if (given.dryRun === true) {
    context.streams.stdout.write(await dryRunText(suite, request, given.json === true ? 'json' : 'text'));
    return EXIT.fine;
  }
  growYoungGeneration();
  const { didReplicates } = await import('@benchwright/did-api-bench');
  const compared: RunComparison[] = [];
  const measured = await measureSuite(suite, request, context, (result) => {
    compared.push(
      compareReplicates(didReplicates(base, name), didReplicates(result, 'now'), limitsOf(given)),
    );
  });
  const worse = await writeComparison(compared, given, context);
  if (measured.code !== EXIT.fine) return measured.code;
  return given.failOnRegression === true && worse ? EXIT.gateFailed : EXIT.fine;
}

const NO_SIDES = {
  baseUrl: undefined,
  candidateUrl: undefined,
  baselineCmd: undefined,
  candidateCmd: undefined,
  slo: undefined,
  from: undefined,
  to: undefined,
  probe: undefined,
  precision: undefined,
};

/** The baseline's own settings; a config file and flags come after them. */
function entriesOf({ run }: RunResult, { file }: MeasureRequest): ConfigEntry[] {
  if (file !== undefined) return [];
  return Object.entries(run.config)
    .filter(([field]) => !NOT_TAKEN.has(field))
    .map(([field, value]) => ({ origin: 'the baseline', path: [field], value }));
}

/** Different loads measure different things, whatever the figures say. */
function refuseOtherLoad(name: string, base: RunResult, plan: Plan): void {
  const cells = new Map(base.cells.map((cell) => [cell.id, cell]));
  const reasons = plan.cells.flatMap(({ id, factors }) => {
    const before = cells.get(id);
    if (before === undefined) return [`it has not measured ${id}`];
    return Object.entries(factors).flatMap(([factor, value]) =>
      before.factors[factor] === value
        ? []
        : [`${id}: ${factor} was ${before.factors[factor] ?? 'not set'} and is ${value}`],
    );
  });
  if (reasons.length === 0) return;
  throw new UsageError(
    [`the baseline ${name} measured something else:`, ...reasons.map((reason) => `  ${reason}`)].join('\n'),
    'leave out what differs, or keep another baseline',
    'ERR_BASELINE_LOAD',
  );
}

function refuseOtherMachine(name: string, { environment }: RunResult, now: RunResult['environment']): void {
  const differences = explainIncomparable(environment, now);
  if (differences.length === 0) return;
  const lines = differences.map(
    ({ field, a, b, text }) => `  ${field} was ${a ?? 'unknown'} and is ${b ?? 'unknown'}: ${text}`,
  );
  throw new UsageError(
    [`the baseline ${name} comes from another machine or software:`, ...lines].join('\n'),
    'keep one here with benchwright did baseline NAME, or compare all the same with --allow other-machine',
    'ERR_BASELINE_MACHINE',
  );
}
