import { readFile } from 'node:fs/promises';
import { parseSlo, sloField } from '@benchwright/load-driver';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { checkBaselineName, findBaseline, saveBaseline } from '../gate/baseline-store.js';
import type { GateCondition } from '../gate/gate-condition.js';
import { judgeGate } from '../gate/judge-gate.js';
import { parseSloFile, type SloFile } from '../gate/slo-file.js';
import { GATE_FORMATS, writeGate } from '../gate/write-gate.js';
import { type FoundRun, findRun } from '../measure/load-run.js';
import { RECORDS_FILE, RESULT_FILE } from '../measure/open-run.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { names, shareOf, text, texts, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const DEFAULT_NOISE_SHARE = 0.02;
const DEFAULT_RESULTS = 'results';
/** What a baseline is for when nobody says more. */
const AGAINST_BASELINE = ['p50 <= baseline', 'rate >= baseline', 'errors <= baseline'];

const options = {
  slo: text('--slo <file>', 'YAML file of conditions', {
    takesFile: true,
    otherwise: 'those of the run’s own config',
  }),
  condition: texts(
    '--condition <conditions>',
    'conditions beside those of the file, such as "p99 <= baseline + 5%"',
  ),
  baseline: text('--baseline <run|name>', 'run to compare with, or the name that one was kept under', {
    takesFile: true,
  }),
  noise: shareOf('--noise <share>', 'changes from the baseline up to this count as none', {
    otherwise: '2%',
  }),
  allow: names(
    '--allow <what>',
    ['not-shown', 'other-machine', 'no-baseline'],
    'not-shown: what cannot be shown is a warning; other-machine: compare all the same; no-baseline: a missing one is a warning',
  ),
  save: text('--save <name>', 'keep the run as the baseline of this name, if it passes'),
  results: text('--results <folder>', 'where baselines are kept by name', {
    takesFile: true,
    environment: 'BENCHWRIGHT_RESULTS',
    otherwise: DEFAULT_RESULTS,
  }),
  format: names('-f, --format <formats>', GATE_FORMATS, 'forms of the decision, with commas between them', {
    otherwise: 'console',
  }),
  output: text('-o, --output <path>', 'file to write instead of stdout; a folder for several formats', {
    takesFile: true,
  }),
  verbose: verboseOption,
} as const;

/** `gate`: whether a stored run is good enough. */
export const gateCommand = defineCommand({
  path: ['gate'],
  summary: 'Judge a stored run by SLOs and a baseline',
  details:
    'Every condition is judged with its uncertainty in every cell: it passes, fails, is not shown, or has no data. Only what passes passes; anything else ends with 1, as does an invalid result. Without conditions, those of the run’s config are judged; with a baseline alone, that p50, rate and errors did not get worse.',
  args: [
    { form: '<run>', summary: `a run’s folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`, takesFile: true },
  ],
  options,
  examples: [
    ['gate results/http/RUN --condition "p99<50ms, errors<0.1%"', 'exit 1 unless both are shown to be met'],
    [
      'gate results/http/RUN --slo config/slo-example.yaml --baseline main --noise 2%',
      'by a file, against the baseline kept as main',
    ],
    [
      'gate results/http/RUN --baseline main --allow no-baseline --save main',
      'keep it as the next baseline if it passes',
    ],
  ],
  run: gateRun,
});

async function gateRun(
  { args, options: given }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  const allow = given.allow ?? [];
  const results = given.results ?? DEFAULT_RESULTS;
  if (given.save !== undefined) checkBaselineName(given.save);
  const file = given.slo === undefined ? null : await readSloFile(given.slo);
  const asked = (given.condition ?? []).flatMap((one) => parseSlo(one)).map(demanded);
  const head = await findRun(args[0] ?? '', context);
  const baseline =
    given.baseline === undefined
      ? null
      : await findBaseline(given.baseline, results, allow.includes('no-baseline'), context);
  if (baseline !== null) sameSuite(head, baseline);
  const conditions = conditionsFor(
    [...(file?.conditions ?? []), ...asked],
    head,
    given.baseline !== undefined,
  );
  const report = judgeGate(
    conditions,
    { ...head, label: args[0] ?? '' },
    baseline === null ? null : { ...baseline, label: given.baseline ?? '' },
    {
      noiseShare: given.noise ?? file?.noiseShare ?? DEFAULT_NOISE_SHARE,
      otherMachine: allow.includes('other-machine'),
      notShown: allow.includes('not-shown'),
      noBaseline: allow.includes('no-baseline'),
    },
  );
  await writeGate(report, head.result, given.format ?? ['console'], given.output, context);
  if (report.verdict === 'fail') return EXIT.gateFailed;
  if (given.save !== undefined) {
    const kept = await saveBaseline(given.save, head, results);
    context.streams.stderr.write(`kept as the baseline ${given.save}: ${kept}\n`);
  }
  return EXIT.fine;
}

async function readSloFile(path: string): Promise<SloFile> {
  const content = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(
      `cannot read --slo ${path}: ${cause.message}`,
      'give a YAML file with a list slo',
      'ERR_FILE',
    );
  });
  return parseSloFile(path, content);
}

function demanded(condition: GateCondition['condition']): GateCondition {
  return { condition, severity: 'fail', why: null };
}

/** What was asked for; else what the run's own config demands, and of a baseline that nothing got worse. */
function conditionsFor(
  asked: readonly GateCondition[],
  { result }: FoundRun,
  hasBaseline: boolean,
): readonly GateCondition[] {
  if (asked.length > 0) return asked;
  const own = sloField.safeParse(result.run.config.slo);
  const texts = [...(own.success ? own.data : []), ...(hasBaseline ? AGAINST_BASELINE : [])];
  const conditions = texts.flatMap((one) => parseSlo(one)).map(demanded);
  if (conditions.length > 0) return conditions;
  throw new UsageError(
    'there is nothing to judge the run by',
    'give conditions with --slo FILE or --condition "p99<50ms", or a run to compare with: --baseline RUN',
  );
}

function sameSuite(head: FoundRun, baseline: FoundRun): void {
  if (head.result.suite === baseline.result.suite) return;
  throw new UsageError(
    `the run is of the suite ${head.result.suite}, the baseline of ${baseline.result.suite}`,
    'give a baseline that the same suite measured',
    'ERR_BASELINE_SUITE',
  );
}
