import { growYoungGeneration } from '@benchwright/load-driver';
import { formatValue, terminalSafe, toTerminalSafeJson } from '@benchwright/report';
import type { RunResult } from '@benchwright/result-schema';
import { isoTime } from '../cli-clock.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode, worstExit } from '../exit-codes.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { writeError } from '../output/problem.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { text } from '../spec/option-spec.js';
import { didApiOptions, didTargetOptions } from './did-options.js';
import { durationOption } from './did-process-options.js';
import { endpointRequest } from './endpoint-run.js';

const DEFAULT_OUTPUT = 'results/metrics.csv';
const DAY_NS = 24 * 3600e9;

const { duration: _, resume: __, ...apiOptions } = didApiOptions;

const options = {
  every: durationOption('--every <time>', 'a run every so often, by the clock', {
    leastNs: 1e9,
    otherwise: 'one run, as cron or CI need it',
  }),
  duration: durationOption('--duration <time>', 'how long runs are begun for; needs --every', {
    leastNs: 1e9,
    otherwise: '24h',
  }),
  output: text('--output <file>', 'CSV that a row per run and cell is added to', {
    takesFile: true,
    otherwise: DEFAULT_OUTPUT,
  }),
  measure: text('--measure <time>', 'measured time of each operation in each run, divided among the trials', {
    configPath: ['duration'],
    otherwise: '30s',
  }),
  ...didTargetOptions,
  ...apiOptions,
} as const;

type Input = CommandInput<typeof options>;

/** `did continuous`: the same run again and again, for the history and for metrics.csv. */
export function didContinuousCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['did', 'continuous'],
    summary: 'Measure a DID API now and again: rows for metrics.csv, runs for the history',
    details:
      'Runs begin by the clock, not when the last one ended; what was missed is left out. Each run adds a row per cell to metrics.csv (timestamp and rps as in the guide, then cell, percentiles, errors, verdict, run) and itself to the history, which `did trend` shows. A run that fails later than the first leaves a row without figures, and the next is made in its time. Ctrl-C ends it after the run under way.',
    options,
    examples: [
      ['did continuous --every 15m --duration 24h --target http://127.0.0.1:8000', 'a day of runs'],
      [
        'did continuous --target http://127.0.0.1:8000 --operations health,verify',
        'one run, from cron or CI',
      ],
    ],
    run: (input: Input, context) => measureContinuously(entry, input, context),
  });
}

async function measureContinuously(
  entry: SuiteEntry,
  { options: o }: Input,
  context: CliContext,
): Promise<ExitCode> {
  const { failedRow, METRICS_COLUMNS, metricsRows, openCsvFile, runContinuously } = await import(
    '@benchwright/did-api-bench'
  );
  const { streams, clock, signal } = context;
  const suite = await entry.load();
  const request = requestOf(o, context);
  if (o.dryRun === true) {
    streams.stdout.write(await dryRunText(suite, request, o.json === true ? 'json' : 'text'));
    return EXIT.fine;
  }
  growYoungGeneration();
  const file = o.output ?? DEFAULT_OUTPUT;
  const csv = await openCsvFile(file, METRICS_COLUMNS);
  const codes: ExitCode[] = [];
  try {
    const outcome = await runContinuously({
      everyNs: o.every ?? 1,
      durationNs: o.every === undefined ? 0 : (o.duration ?? DAY_NS),
      clock,
      signal,
      run: async () => {
        const { result, code } = await measureSuite(suite, request, context, (found) =>
          show(found, o, context),
        );
        codes.push(code);
        // A run that was cut short says nothing of the level.
        for (const row of result === null || code === EXIT.interrupted ? [] : metricsRows(result))
          await csv.append(row);
        return result !== null;
      },
      onFailure: async (error) => {
        if (error !== undefined) codes.push(writeError(context, error, o.verbose === true));
        await csv.append(failedRow(isoTime(clock)));
      },
      onWait: (untilNs) =>
        streams.stderr.write(`the next run begins in ${formatValue('ns', untilNs - clock.nowNs())}\n`),
    });
    if (o.every !== undefined) streams.stderr.write(`${terminalSafe(outcomeText(outcome, file))}\n`);
  } finally {
    await csv.close();
  }
  return signal.aborted ? EXIT.interrupted : worstExit(codes);
}

function requestOf(o: Input['options'], context: CliContext): MeasureRequest {
  const shared = { ...o, duration: undefined, literal: undefined, resume: undefined };
  return { ...endpointRequest('did', [], options, shared, [], context), command: ['did', 'run'] };
}

/** A line per cell, or a line of JSON per run. */
function show(result: RunResult, o: Input['options'], { streams }: CliContext): void {
  if (o.json === true) {
    streams.stdout.write(toTerminalSafeJson(result, 0));
    return;
  }
  for (const { id, metrics, validity } of result.cells) {
    const rate = formatValue('requests/s', metrics.requestsPerSec?.estimate ?? null);
    const p95 = formatValue('ns', metrics.responseTimeNs?.percentiles?.['95'] ?? null);
    streams.stdout.write(
      `${terminalSafe(`${result.run.startedAt.slice(0, 19)}  ${id}: ${rate}, p95 ${p95}, ${validity.verdict}`)}\n`,
    );
  }
}

function outcomeText(
  { runs, failures, missed }: { readonly runs: number; readonly failures: number; readonly missed: number },
  file: string,
): string {
  const parts = [
    `${runs} ${runs === 1 ? 'run' : 'runs'}, rows in ${file}`,
    ...(failures > 0 ? [`${failures} failed`] : []),
    ...(missed > 0 ? [`${missed} left out: the one before took too long`] : []),
  ];
  return parts.join('; ');
}
