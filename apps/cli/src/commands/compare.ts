import { compareReplicates } from '@benchwright/report';
import { writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadSide } from '../measure/load-side.js';
import { RECORDS_FILE, RESULT_FILE } from '../measure/open-run.js';
import { comparisonText, isWorse } from '../output/comparison-text.js';
import { pageOf } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { texts, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import { judgeOptions, limitsOf, outputOption } from './comparison-options.js';

const options = {
  base: texts('--base <file>', 'a result of the base; may be repeated: all of them are its trials', {
    takesFile: true,
  }),
  head: texts('--head <file>', 'a result to compare with it; may be repeated', { takesFile: true }),
  ...judgeOptions,
  output: outputOption,
  verbose: verboseOption,
} as const;

/** `compare`: stored runs, or outputs of other tools, against each other, trial by trial. */
export const compareCommand = defineCommand({
  path: ['compare'],
  summary: 'Compare stored runs, or outputs of other tools',
  details:
    'The first run is the base; each other one is compared with it. The replicate is the trial. A change counts only if it is significant among all rows (false discovery rate 5 %) and larger than the noise allowed. Results that are invalid, machines that differ and trials too few are named. Reads also k6 summaries, wrk and wrk2 text, autocannon, oha, vegeta and hyperfine JSON and go test -bench text, told by their content.',
  args: [
    {
      form: '[base]',
      summary: `a run’s folder, its ${RECORDS_FILE}, a ${RESULT_FILE} or another tool’s output`,
      takesFile: true,
    },
    { form: '[head...]', summary: 'what to compare with it', takesFile: true },
  ],
  options,
  examples: [
    [
      'compare results/http/20261120T010203-ab12cd results/http/20261121T010203-cd34ef',
      'what changed since yesterday',
    ],
    ['compare base.json head.json --noise 2% --fail-on-regression', 'as a gate'],
    ['compare --base a1.txt --base a2.txt --head b1.txt --head b2.txt', 'two outputs of wrk a side'],
  ],
  run: compareRuns,
});

async function compareRuns(
  { args, options: given }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  const [basePaths, headPaths] = sidesOf(args, given.base ?? [], given.head ?? []);
  const base = await loadSide(basePaths, context);
  const limits = limitsOf(given);
  const comparisons = [];
  for (const paths of headPaths) {
    comparisons.push(compareReplicates(base, await loadSide(paths, context), limits));
  }
  const page = given.output === undefined ? pageOf(context.streams.stdout, context.env) : FILE_PAGE;
  const shown = comparisonText(comparisons, given.format ?? 'console', page);
  if (given.output === undefined) context.streams.stdout.write(shown);
  else await writeFileAtomic(given.output, shown);
  return given.failOnRegression === true && comparisons.some(isWorse) ? EXIT.gateFailed : EXIT.fine;
}

const FILE_PAGE = { columns: 80, color: false };

/** The base's files, and those of each head: by place every file is a head of its own, by option they are one. */
function sidesOf(
  args: readonly string[],
  base: readonly string[],
  head: readonly string[],
): readonly [base: readonly string[], heads: readonly (readonly string[])[]] {
  if (args.length > 0 && base.length + head.length > 0) {
    throw new UsageError(
      'files by place cannot be used together with --base and --head',
      'either compare A B, or compare --base A --head B',
    );
  }
  const [first, ...others] = args;
  if (base.length > 0 && head.length > 0) return [base, [head]];
  if (base.length + head.length > 0 || first === undefined || others.length === 0) {
    throw new UsageError(
      'missing required argument: compare needs a base and what to compare with it',
      'name the base first, then the runs to compare with it; or --base and --head, each as often as there are files',
    );
  }
  return [[first], others.map((path) => [path])];
}
