import {
  compareReplicates,
  type Replicates,
  type RunComparison,
  renderComparison,
  replicatesOf,
  toTerminalSafeJson,
} from '@benchwright/report';
import { writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadRun } from '../measure/load-run.js';
import { RECORDS_FILE, RESULT_FILE } from '../measure/open-run.js';
import { pageOf } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { choice, onOff, shareOf, text, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

/** Two results of the same thing on a quiet machine differ by about this much from build to build, for no reason of anybody's. */
const DEFAULT_NOISE_SHARE = 0.01;
const DEFAULT_RESOLUTION_SHARE = 0.05;

const options = {
  noise: shareOf('--noise <share>', 'changes up to this count as noise, however significant', {
    otherwise: '1%',
  }),
  resolution: shareOf('--resolution <share>', 'say how many trials it takes to find a change of this size', {
    otherwise: '5%',
  }),
  format: choice('-f, --format <format>', ['console', 'json'], 'form of the comparison', {
    otherwise: 'console',
  }),
  output: text('-o, --output <file>', 'file to write instead of stdout', { takesFile: true }),
  failOnRegression: onOff(
    '--fail-on-regression',
    'end with 1 when a metric regressed or a result is invalid',
  ),
  verbose: verboseOption,
} as const;

/** `compare`: stored runs against each other, trial by trial. */
export const compareCommand = defineCommand({
  path: ['compare'],
  summary: 'Compare stored runs',
  details:
    'The first run is the base; each other one is compared with it. The replicate is the trial. A change counts only if it is significant among all rows (false discovery rate 5 %) and larger than the noise allowed. Results that are invalid, machines that differ and trials too few are named.',
  args: [
    { form: '<base>', summary: `a run’s folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`, takesFile: true },
    { form: '<head...>', summary: 'the runs to compare with it', takesFile: true },
  ],
  options,
  examples: [
    [
      'compare results/http/20261120T010203-ab12cd results/http/20261121T010203-cd34ef',
      'what changed since yesterday',
    ],
    ['compare base.json head.json --noise 2% --fail-on-regression', 'as a gate'],
  ],
  run: compareRuns,
});

async function compareRuns(
  { args, options: given }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  const [base, ...heads] = await Promise.all(args.map((path) => replicatesAt(path, context)));
  if (base === undefined || heads.length === 0) {
    throw new UsageError('compare needs two runs', 'name the base first, then the run to compare with it');
  }
  const limits = {
    confidence: 0.95,
    noiseShare: given.noise ?? DEFAULT_NOISE_SHARE,
    resolutionShare: given.resolution ?? DEFAULT_RESOLUTION_SHARE,
  };
  const comparisons = heads.map((head) => compareReplicates(base, head, limits));
  const page = given.output === undefined ? pageOf(context.streams.stdout, context.env) : FILE_PAGE;
  const shown =
    given.format === 'json'
      ? toTerminalSafeJson(heads.length === 1 ? comparisons[0] : comparisons)
      : comparisons.map((comparison) => renderComparison(comparison, page)).join('\n');
  if (given.output === undefined) context.streams.stdout.write(shown);
  else await writeFileAtomic(given.output, shown);
  return given.failOnRegression === true && comparisons.some(isWorse) ? EXIT.gateFailed : EXIT.fine;
}

const FILE_PAGE = { columns: 80, color: false };

async function replicatesAt(path: string, context: CliContext): Promise<Replicates> {
  const { input } = await loadRun(path, context);
  return replicatesOf(input.result, path);
}

/** What an invalid result says proves nothing, least of all that nothing regressed. */
function isWorse({ rows, warnings }: RunComparison): boolean {
  return (
    rows.length === 0 ||
    rows.some(({ verdict }) => verdict === 'regressed') ||
    warnings.some(({ code }) => code === 'INVALID_RESULT')
  );
}
