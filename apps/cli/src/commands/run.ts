import type { Suite } from '@benchwright/load-driver';
import { renderRunList, toTerminalSafeJson } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode, worstExit } from '../exit-codes.js';
import type { MeasuredRun } from '../measure/execute-run.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { DEFAULT_RESULTS_FOLDER, resultsFolderOption, runOptions } from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { writeError } from '../output/problem.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { Registry, SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text } from '../spec/option-spec.js';
import { UsageError, unknownName } from '../usage-error.js';

const ALL = 'all';

const options = {
  ...runOptions,
  config: text('-c, --config <file>', 'YAML config file of the suite', { takesFile: true }),
  resultsFolder: resultsFolderOption('-o, --output <dir>'),
  json: onOff('--json', 'print the result as JSON, and nothing else, on stdout'),
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
      ['run all --quick', 'everything, quickly, against targets that the suites start themselves'],
      [`run ${names[0] ?? ALL} --dry-run`, 'what would be measured, in which order'],
      [`run ${names[0] ?? ALL} -c bench.yaml --json`, 'with a config file, the result as JSON'],
    ],
    run: (input: Input, context) => runSuites(input, context),
  });
}

async function runSuites({ args, options: given }: Input, context: CliContext): Promise<ExitCode> {
  const entries = chosen(args, context.registry);
  if (entries.length > 1) refuseSingleSuiteOptions(given);
  const requestFor = requestFrom(given, context);
  if (given.dryRun === true) return await printPlans(entries, requestFor, given.json === true, context);
  const runs: SuiteRun[] = [];
  for (const entry of entries) {
    if (context.signal.aborted) break;
    const run = await runOne(entry, requestFor(entry), entries.length > 1, context);
    runs.push(run);
    if (given.json !== true) printResult(run, context);
  }
  if (given.json === true) printJson(runs, entries.length > 1, context);
  else if (entries.length > 1) printSummary(runs, context);
  return worstExit(runs.map(({ code }) => code));
}

interface SuiteRun {
  readonly suite: Suite | null;
  readonly id: string;
  readonly measured: MeasuredRun | null;
  readonly code: ExitCode;
}

/** Of several suites, one that cannot be measured must not cost the others: its error is told and the next one runs. */
async function runOne(
  entry: SuiteEntry,
  request: MeasureRequest,
  goOn: boolean,
  context: CliContext,
): Promise<SuiteRun> {
  try {
    const suite = await entry.load();
    const measured = await measureSuite(suite, request, context);
    return { suite, id: entry.id, measured, code: measured.code };
  } catch (error) {
    if (!goOn) throw error;
    return { suite: null, id: entry.id, measured: null, code: writeError(context, error, request.verbose) };
  }
}

function chosen(names: readonly string[], { suites }: Registry): SuiteEntry[] {
  if (names.includes(ALL)) return [...suites];
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
  const entries = [...setEntries(given.set ?? []), ...flagEntries(options, given)];
  return ({ id }) => ({
    file: given.config,
    quick: given.quick === true,
    entries,
    env: context.env,
    seed: given.seed,
    resume: given.resume,
    resultsFolder: given.resultsFolder ?? DEFAULT_RESULTS_FOLDER,
    progress: given.progress ?? 'auto',
    verbose: given.verbose === true,
    command: ['run', id],
  });
}

async function printPlans(
  entries: readonly SuiteEntry[],
  requestFor: (entry: SuiteEntry) => MeasureRequest,
  json: boolean,
  { streams }: CliContext,
): Promise<ExitCode> {
  const texts: string[] = [];
  for (const entry of entries) {
    texts.push(await dryRunText(await entry.load(), requestFor(entry), json ? 'json' : 'text'));
  }
  if (json && entries.length > 1)
    streams.stdout.write(toTerminalSafeJson(texts.map((one) => JSON.parse(one))));
  else streams.stdout.write(texts.join('\n'));
  return EXIT.fine;
}

function printResult({ suite, measured }: SuiteRun, { streams, env }: CliContext): void {
  if (measured === null || measured.result === null) return;
  streams.stdout.write(`${resultText(measured.result, 'console', suite, pageOf(streams.stdout, env))}\n`);
}

/** One suite: its result. Several: a list of the results there are, in the order of the suites. */
function printJson(runs: readonly SuiteRun[], several: boolean, { streams }: CliContext): void {
  const results = runs.flatMap(({ measured }) => measured?.result ?? []);
  if (several) streams.stdout.write(toTerminalSafeJson(results));
  else if (results[0] !== undefined) streams.stdout.write(toTerminalSafeJson(results[0]));
}

function printSummary(runs: readonly SuiteRun[], { streams, env }: CliContext): void {
  const list = runs.map(({ id, measured, code }) => ({
    suite: id,
    result: measured?.result ?? null,
    note:
      measured === null || measured.result === null ? `not measured (exit code ${code})` : measured.folder,
  }));
  streams.stdout.write(renderRunList(list, pageOf(streams.stdout, env)));
}
