import type { ConfigEntry } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { type fleetOptions, fleetRequestOf, fleetWords } from '../fleet/fleet-flags.js';
import { liveModeOf } from '../live/live-watch.js';
import type { OptionValues } from '../spec/option-spec.js';
import type { MeasureRequest } from './measure-suite.js';
import { DEFAULT_RESULTS_FOLDER, type resultsFolderOption, type runOptions } from './run-options.js';

/** The options that every command with one suite takes, and that say the same in each. */
type RunOptionValues = OptionValues<
  Pick<
    typeof runOptions,
    'config' | 'quick' | 'seed' | 'resume' | 'progress' | 'history' | 'live' | 'liveKeep' | 'verbose'
  > & { readonly resultsFolder: ReturnType<typeof resultsFolderOption> }
> &
  Partial<OptionValues<typeof fleetOptions>>;

/** What a command line asks of one suite. `entries` set fields of its config; `command` starts the command again. */
export function measureRequestOf(
  options: RunOptionValues,
  entries: readonly ConfigEntry[],
  command: readonly string[],
  { env }: Pick<CliContext, 'env'>,
): MeasureRequest {
  const fleet = fleetRequestOf(options);
  return {
    file: options.config,
    quick: options.quick === true,
    entries,
    env,
    seed: options.seed,
    resume: options.resume,
    resultsFolder: options.resultsFolder ?? DEFAULT_RESULTS_FOLDER,
    progress: options.progress ?? 'auto',
    history: options.history !== false,
    live: liveModeOf(options),
    verbose: options.verbose === true,
    ...(fleet === undefined ? {} : { fleet }),
    command: [...command, ...fleetWords(fleet)],
  };
}
