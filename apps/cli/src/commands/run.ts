import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode, worstExit } from '../exit-codes.js';
import { fleetRequestOf, fleetWords } from '../fleet/fleet-flags.js';
import { liveModeOf } from '../live/live-watch.js';
import { loadEntries, searchLoadOption, searchOptions, sloOption } from '../measure/load-options.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import {
  ceilingOption,
  DEFAULT_RESULTS_FOLDER,
  resultsFolderOption,
  runOptions,
} from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { writeError } from '../output/problem.js';
import { type NamedRun, writeHtmlReport } from '../output/write-html-report.js';
import type { Registry, SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text } from '../spec/option-spec.js';
import { UsageError, unknownName } from '../usage-error.js';
import { type RunOutput, runOutput, type SuiteRun, writePlans } from './run-output.js';

const ALL = 'all';

const options = {
  ...runOptions,
  slo: sloOption,
  load: searchLoadOption,
  ...searchOptions,
  ceiling: ceilingOption,
  config: text('-c, --config <file>', 'YAML config file of the suite', { takesFile: true }),
  resultsFolder: resultsFolderOption('-o, --output <dir>'),
  json: onOff('--json', 'print the result as JSON, and nothing else, on stdout'),
  html: text('--html <file>', 'write all results into one HTML page, too', { takesFile: true }),
} as const;

type Input = CommandInput<typeof options>;

/** `run`: measures suites and prints their results. */
export function runCommand(registry: Registry) {
  const names = registry.suites.map(({ id }) => id);
  return defineCommand({
    path: ['run'],
    summary: 'Measure one suite, several, or all',
    details:
      'Without addresses a suite starts its own target on this machine. What is given on the command line wins over --quick, that over the environment, that over the config file, and that over the defaults.',
    args: [{ form: '<suite...>', summary: 'suites to measure, or all', choices: [...names, ALL] }],
    options,
    examples: [
      [
        'run all --quick --html report.html',
        'everything, quickly, against targets that the suites start themselves',
      ],
      [`run ${names[0] ?? ALL} --dry-run`, 'what would be measured, in which order'],
      [`run ${names[0] ?? ALL} -c bench.yaml --json`, 'with a config file, the result as JSON'],
    ],
    run: (input: Input, context) => runSuites(input, context),
  });
}

async function runSuites({ args, options: given }: Input, context: CliContext): Promise<ExitCode> {
  const entries = chosen(args, context.registry);
  // `all` means a list even while there is one suite: what reads the output must not depend on how many there are.
  const several = args.includes(ALL) || entries.length > 1;
  const json = given.json === true;
  if (several) refuseSingleSuiteOptions(given);
  const requestFor = requestFrom(given, context);
  if (given.dryRun === true) {
    const plans: string[] = [];
    for (const entry of entries) {
      plans.push(await dryRunText(await entry.load(), requestFor(entry), json ? 'json' : 'text'));
    }
    writePlans(plans, { several, json }, context);
    return EXIT.fine;
  }
  const output = runOutput({ several, json }, context);
  const runs: SuiteRun[] = [];
  for (const entry of entries) {
    if (context.signal.aborted) break;
    runs.push(await runOne(entry, requestFor(entry), several, output, context));
  }
  output.conclude(runs);
  if (given.html !== undefined) await writeHtmlReport(given.html, runs.flatMap(namedRun), context);
  return worstExit(runs.map(({ code }) => code));
}

/** A suite whose result can be shown. */
function namedRun({ id, measured }: SuiteRun): NamedRun[] {
  return measured?.result ? [{ label: id, folder: measured.folder }] : [];
}

/** Of several suites, one that cannot be measured must not cost the others: its error is told and the next one runs. */
async function runOne(
  entry: SuiteEntry,
  request: MeasureRequest,
  goOn: boolean,
  output: RunOutput,
  context: CliContext,
): Promise<SuiteRun> {
  try {
    const suite = await entry.load();
    const measured = await measureSuite(suite, request, context, output.show);
    return { id: entry.id, measured, code: measured.code };
  } catch (error) {
    if (!goOn) throw error;
    return { id: entry.id, measured: null, code: writeError(context, error, request.verbose) };
  }
}

function chosen(names: readonly string[], { suites }: Registry): SuiteEntry[] {
  if (names.includes(ALL))
    return suites.filter((entry) => entry.byNameOnly !== true || names.includes(entry.id));
  const known = suites.map(({ id }) => id);
  return [...new Set(names)].map((name) => {
    const entry = suites.find(({ id }) => id === name);
    if (entry === undefined) throw unknownName('suite', name, [...known, ALL]);
    return entry;
  });
}

function refuseSingleSuiteOptions(given: Input['options']): void {
  const single = [
    ...(given.config === undefined ? [] : ['--config']),
    ...(given.set === undefined ? [] : ['--set']),
    ...(given.resume === undefined ? [] : ['--resume']),
  ];
  if (single.length === 0) return;
  throw new UsageError(
    `${single.join(' and ')} can be used with one suite at a time`,
    'name the suite it is for',
  );
}

function requestFrom(given: Input['options'], context: CliContext): (entry: SuiteEntry) => MeasureRequest {
  const entries = [...setEntries(given.set ?? []), ...loadEntries(flagEntries(options, given), given.config)];
  const fleet = fleetRequestOf(given);
  return ({ id }) => ({
    file: given.config,
    quick: given.quick === true,
    entries,
    env: context.env,
    seed: given.seed,
    resume: given.resume,
    resultsFolder: given.resultsFolder ?? DEFAULT_RESULTS_FOLDER,
    progress: given.progress ?? 'auto',
    history: given.history !== false,
    live: liveModeOf(given),
    verbose: given.verbose === true,
    ...(fleet === undefined ? {} : { fleet }),
    command: ['run', id, ...fleetWords(fleet)],
  });
}
