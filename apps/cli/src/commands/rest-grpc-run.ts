import type { Suite } from '@benchwright/load-driver';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { measureRequestOf } from '../measure/measure-request.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { resultsFolderOption, runOptions } from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { pageOf, resultText } from '../output/result-text.js';
import { choice, type OptionSpecs, type OptionValues } from '../spec/option-spec.js';

/** What `rest-grpc matrix` and `rest-grpc serialization` have in common. They start what they measure: there is no remote target to allow. */
export const ownTargetOptions = {
  output: choice(
    '-o, --output <format>',
    ['console', 'json', 'csv'] as const,
    'form of the result on stdout',
    {
      otherwise: 'console',
    },
  ),
  config: runOptions.config,
  quick: runOptions.quick,
  set: runOptions.set,
  trials: runOptions.trials,
  seed: runOptions.seed,
  dryRun: runOptions.dryRun,
  resume: runOptions.resume,
  progress: runOptions.progress,
  history: runOptions.history,
  live: runOptions.live,
  liveKeep: runOptions.liveKeep,
  verbose: runOptions.verbose,
  resultsFolder: resultsFolderOption('--results-dir <dir>'),
} as const;

type Shared = OptionValues<typeof ownTargetOptions>;

/** What the command line asks for. */
export function ownTargetRequest(
  command: readonly string[],
  specs: OptionSpecs,
  options: Shared,
  context: CliContext,
): MeasureRequest {
  return measureRequestOf(
    options,
    [...setEntries(options.set ?? []), ...flagEntries(specs, options)],
    command,
    context,
  );
}

/** Measures, or shows the plan, and prints the suite's view of the form asked for. `note` ends the text of a dry run. */
export async function runOwnTarget(
  suite: Suite,
  request: MeasureRequest,
  options: Shared,
  context: CliContext,
  note: () => Promise<string> = async () => '',
): Promise<ExitCode> {
  const { stdout } = context.streams;
  const format = options.output ?? 'console';
  if (options.dryRun === true) {
    const form = format === 'json' ? 'json' : 'text';
    stdout.write(await dryRunText(suite, request, form));
    if (form === 'text') stdout.write(await note());
    return EXIT.fine;
  }
  const page = pageOf(stdout, context.env);
  const measured = await measureSuite(suite, request, context, (result) => {
    stdout.write(resultText(result, `${suite.id}:${format}`, suite, page));
  });
  return measured.code;
}
