import { fleetOptions } from '../fleet/fleet-flags.js';
import { PROGRESS_MODES } from '../progress/progress.js';
import { choice, onOff, text, texts, wholeNumber } from '../spec/option-spec.js';

export const DEFAULT_RESULTS_FOLDER = 'results';
const LARGEST_SEED = 2 ** 32 - 1;

/** What every measuring command can be told, beside what its suite can. */
export const runOptions = {
  config: text('--config <file>', 'YAML config file', { takesFile: true }),
  quick: onOff('--quick', 'a shorter run: the suite’s quick settings, laid over file and environment'),
  set: texts('--set <path=value>', 'set any field of the config, such as warmup.requests=0; may be repeated'),
  trials: wholeNumber('--trials <count>', 'trials per cell: intervals rest on them', {
    least: 1,
    configPath: ['trials'],
  }),
  seed: wholeNumber('--seed <number>', 'seed of the order of trials and of the inputs', {
    most: LARGEST_SEED,
    otherwise: 'drawn by chance and recorded',
  }),
  dryRun: onOff('--dry-run', 'print the plan and send nothing'),
  resume: text(
    '--resume <dir>',
    'go on with an interrupted run: trials already recorded are not measured again',
    {
      takesFile: true,
    },
  ),
  allowRemote: onOff('--allow-remote', 'allow targets that are not on this machine', {
    configPath: ['allowRemote'],
  }),
  progress: choice('--progress <mode>', PROGRESS_MODES, 'how progress is shown on stderr', {
    otherwise: 'auto: a panel on a terminal of 80×20, a live line on a smaller one, else a line per trial',
    environment: 'BENCHWRIGHT_PROGRESS',
  }),
  history: onOff('--no-history', 'do not add the run to the history of the results folder'),
  live: onOff(
    '--live',
    'show the run on a web page of this machine while it goes on; its address is on stderr',
  ),
  liveKeep: onOff('--live-keep', 'the same, and leave its report there until Ctrl-C'),
  ...fleetOptions,
  verbose: onOff('-v, --verbose', 'show the settings and where each comes from, and details of errors'),
} as const;

/** For suites with the field `ceiling` (`ceilingField` of load-driver). */
export const ceilingOption = onOff(
  '--no-ceiling',
  'do not measure what the generator itself could offer at most',
  { configPath: ['ceiling'] },
);

/** Option of the folder that runs are kept in; commands differ in its letter. */
export function resultsFolderOption(flags: string) {
  return text(flags, 'folder that runs are kept in', {
    takesFile: true,
    otherwise: DEFAULT_RESULTS_FOLDER,
    environment: 'BENCHWRIGHT_RESULTS',
  });
}
