import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { REASONS } from '@benchwright/load-driver';
import { makeFolders, writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadRun } from '../measure/load-run.js';
import { RECORDS_FILE, RESULT_FILE } from '../measure/open-run.js';
import { allReasons } from '../output/all-reasons.js';
import { otlpUrl, pushOtlp } from '../output/push-otlp.js';
import { reasonText } from '../output/reason-text.js';
import { type LoadedRun, REPORT_FORMATS, reportFormats } from '../output/report-formats.js';
import { pageOf } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text, verboseOption } from '../spec/option-spec.js';
import { UsageError, unknownName } from '../usage-error.js';

const options = {
  format: text(
    '-f, --format <formats>',
    'forms of the report, with commas between them; a suite’s own views are <suite>:<view>, such as rest-grpc:csv',
    {
      choices: REPORT_FORMATS,
      otherwise: 'console',
    },
  ),
  explain: text(
    '--explain <code>',
    'say what a reason code stands for, its limits and what to do; all: every code',
    {
      choices: [...REASONS.map(({ code }) => code), 'all'],
    },
  ),
  output: text('-o, --output <path>', 'file to write instead of stdout; a folder for several formats', {
    takesFile: true,
  }),
  otlp: text('--otlp <url>', 'OpenTelemetry collector to send the metrics to, such as http://127.0.0.1:4318'),
  allowRemote: onOff('--allow-remote', 'the collector may be on another machine'),
  verbose: verboseOption,
} as const;

/** `report`: stored runs again, in any form. */
export const reportCommand = defineCommand({
  path: ['report'],
  summary: 'Show stored runs',
  details:
    'Results are summarised anew from the records where there are any, so that an older run gains from what was learned since. Lines of the records that cannot be read are named on stderr and left out.',
  args: [
    {
      form: '[run...]',
      summary: `a run’s folder, its ${RECORDS_FILE} or a ${RESULT_FILE}; several are laid over each other in html, called name=path or by their ids`,
      takesFile: true,
    },
  ],
  options,
  examples: [
    ['report results/rest-grpc/20261121T010203-ab12cd', 'on the terminal'],
    [
      'report results/rest-grpc/20261121T010203-ab12cd -f csv -o run.csv',
      'a row per cell and metric, for a spreadsheet',
    ],
    [
      'report results/rest-grpc/20261121T010203-ab12cd -f html -o report.html',
      'one page with charts that works without a network',
    ],
    [
      'report results/rest-grpc/20261121T010203-ab12cd -f html,junit,markdown -o reports',
      'a file of each in a folder, for CI',
    ],
    [
      'report before=old/result.json after=new/result.json -f html -o both.html',
      'two runs laid over each other, under these names',
    ],
    ['report --explain NOT_STEADY', 'what a reason in a report stands for'],
  ],
  run: showRun,
});

async function showRun(
  { args, options: given }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  if (given.explain !== undefined) return explain(given.explain, context);
  const otlp = given.otlp === undefined ? null : otlpUrl(given.otlp, given.allowRemote === true);
  const [first, ...others] = await Promise.all(args.map((word) => loadNamedRun(word, context)));
  if (first === undefined) {
    throw new UsageError(
      'report needs a run',
      `name a run’s folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`,
    );
  }
  const runs = [first, ...others] as const;
  if (otlp !== null) for (const { input } of runs) await pushOtlp(otlp, input.result, context);
  // Pushing alone prints nothing: whoever wants both names a format.
  if (otlp === null || given.format !== undefined || given.output !== undefined) {
    await writeReports(runs, given.format ?? 'console', given.output, context);
  }
  return EXIT.fine;
}

/** `before=results/x` is the run results/x, called before; a word that is a path as it stands has the run's own id. */
async function loadNamedRun(word: string, context: CliContext): Promise<LoadedRun> {
  const at = word.indexOf('=');
  if (at <= 0 || (await stat(word).catch(() => null)) !== null) return await loadRun(word, context);
  const { input, suite } = await loadRun(word.slice(at + 1), context);
  return { input: { ...input, label: word.slice(0, at) }, suite };
}

async function writeReports(
  runs: readonly [LoadedRun, ...LoadedRun[]],
  names: string,
  output: string | undefined,
  context: CliContext,
): Promise<void> {
  const formats = reportFormats(names, runs[0].suite);
  const single = runs.length > 1 ? formats.find(({ several }) => several !== true) : undefined;
  if (single !== undefined) {
    throw new UsageError(
      `--format ${single.id} shows one run, and ${runs.length} were given`,
      'only html lays runs over each other: add --format html -o report.html',
    );
  }
  if (output === undefined) {
    const [format, ...more] = formats;
    if (format === undefined || more.length > 0) {
      throw new UsageError(
        `${formats.length} formats do not fit on stdout`,
        'add -o and a folder to put a file of each into',
      );
    }
    context.streams.stdout.write(format.render(runs, pageOf(context.streams.stdout, context.env)));
    return;
  }
  const isFolder = formats.length > 1 || output.endsWith('/') || (await isExistingFolder(output));
  if (isFolder) await makeFolders(output);
  for (const format of formats) {
    const file = isFolder ? join(output, format.fileName) : output;
    await writeFileAtomic(file, format.render(runs, FILE_PAGE));
  }
}

const FILE_PAGE = { columns: 80, color: false };

async function isExistingFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function explain(wanted: string, { streams, env }: CliContext): Promise<ExitCode> {
  const code = wanted.toUpperCase();
  const reasons = await allReasons();
  const found = reasons.filter((reason) => code === 'ALL' || reason.code === code);
  if (found.length === 0) {
    const known = [...reasons.map((reason) => reason.code), 'all'];
    throw unknownName('reason', wanted, known);
  }
  const page = pageOf(streams.stdout, env);
  streams.stdout.write(found.map((reason) => reasonText(reason, page)).join('\n'));
  return EXIT.fine;
}
