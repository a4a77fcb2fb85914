import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolders, writeFileAtomic } from '@benchwright/result-schema';
import type { FunctionSummary } from '@benchwright/s3-ingest';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { loadRun } from '../measure/load-run.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { text, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const options = {
  summary: text('--output-summary <file>', 'file of the summary; stdout when no file is asked for', {
    takesFile: true,
  }),
  pivot: text('--output-pivot <file>', 'file of p95 by workload and memory, and by factor (CSV)', {
    takesFile: true,
  }),
  p95: text('--output-p95 <file>', 'file of the p95 of each function (CSV)', { takesFile: true }),
  verbose: verboseOption,
} as const;

/** `s3 summarize`: the original's three files, of a results CSV or of a run's folder. */
export const s3SummarizeCommand = defineCommand({
  path: ['s3', 'summarize'],
  summary: 'Summarise results of s3 run',
  details:
    'Of a run’s folder, percentiles are those of all invocations together (merged histograms). A results CSV holds only the p95 of each trial: their median is shown, and said to be that.',
  args: [{ form: '<results>', summary: 'a results CSV, or the folder of a run', takesFile: true }],
  options,
  examples: [
    [
      's3 summarize results.csv --output-summary summary.txt --output-pivot pivot.csv',
      'files of the original; --output-p95 writes the third',
    ],
    ['s3 summarize results/s3-ingest/20261121T010203-ab12cd', 'on the terminal, with merged percentiles'],
  ],
  run: (input, context) => summarize(input, context),
});

async function summarize(
  { args, options: o }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  const { renderP95Analysis, renderPivot, renderSummary } = await import('@benchwright/s3-ingest');
  const summaries = await summariesOf(args[0] ?? '', context);
  const files: [string | undefined, string][] = [
    [o.summary, renderSummary(summaries)],
    [o.pivot, renderPivot(summaries)],
    [o.p95, renderP95Analysis(summaries)],
  ];
  for (const [file, content] of files) {
    if (file === undefined) continue;
    await makeFolders(dirname(file));
    await writeFileAtomic(file, content);
    context.streams.stderr.write(`written: ${file}\n`);
  }
  if (files.every(([file]) => file === undefined)) context.streams.stdout.write(files[0]![1]);
  return EXIT.fine;
}

async function summariesOf(path: string, context: CliContext): Promise<FunctionSummary[]> {
  const { readResultRows, summariesOfResult, summariesOfRows } = await import('@benchwright/s3-ingest');
  if (path.endsWith('.json') || path.endsWith('.ndjson') || (await isFolder(path))) {
    const {
      input: { result },
    } = await loadRun(path, context);
    if (result.suite !== 's3-ingest') {
      throw new UsageError(
        `${path} is a run of ${result.suite}, not of s3-ingest`,
        undefined,
        'ERR_NOT_A_RUN',
      );
    }
    return summariesOfResult(result);
  }
  return summariesOfRows(readResultRows(path, await contentOf(path)));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read the results ${file}`, why, 'ERR_NOT_READABLE');
  }
}
