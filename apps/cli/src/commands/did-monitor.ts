import type { MonitoringSample, MonitoringSummary } from '@benchwright/did-api-bench';
import { formatValue, terminalSafe, toTerminalSafeJson } from '@benchwright/report';
import { BenchwrightError } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { writeProblem } from '../output/problem.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text, verboseOption } from '../spec/option-spec.js';
import { durationOption, processNamed, processOptions } from './did-process-options.js';

const DEFAULT_EVERY_NS = 5e9;
const DEFAULT_OUTPUT = 'results/monitoring.csv';

const options = {
  ...processOptions,
  every: durationOption('--every <time>', 'time from one sample to the next', {
    leastNs: 50e6,
    otherwise: '5s',
  }),
  for: durationOption('--for <time>', 'how long to watch', { leastNs: 50e6, otherwise: 'until Ctrl-C' }),
  metrics: text(
    '--metrics <url>',
    'the server’s own metrics, such as http://127.0.0.1:8000/metrics: told before and after',
  ),
  output: text('-o, --output <file>', 'CSV that samples are added to', {
    takesFile: true,
    otherwise: DEFAULT_OUTPUT,
  }),
  quiet: onOff('-q, --quiet', 'no line per sample on stderr'),
  json: onOff('--json', 'print the summary as JSON'),
  verbose: verboseOption,
} as const;

type Input = CommandInput<typeof options>;

/** The process that was watched is gone. What was seen of it is kept. */
class ProcessDiedError extends BenchwrightError {
  constructor({ pid, seconds, samples }: MonitoringSummary, file: string) {
    super('ERR_PROCESS_DIED', `process ${pid} ended after ${seconds.toFixed(1)} s of being watched`, {
      hint: `${samples} ${samples === 1 ? 'sample is' : 'samples are'} kept in ${file}; why it ended is in its own log`,
    });
  }
}

/** `did monitor`: the guide's monitor.sh, with more columns, for any process of this machine. */
export const didMonitorCommand = defineCommand({
  path: ['did', 'monitor'],
  summary: 'Watch a process of this machine: CPU, memory, threads, files, network',
  details:
    'Adds a row per sample to monitoring.csv: timestamp (UTC), cpu (percent of a core since the last sample; ps gives the average since the start) and mem (percent of this machine’s memory) as in the guide, then pid, resident bytes, threads, open files, TCP connections, and storage and network bytes per second. Network bytes are those of all processes: Linux does not count them by process.',
  options,
  examples: [
    ['did monitor --port 8000', 'the server on port 8000, every 5 s, until Ctrl-C'],
    ['did monitor --pid 4242 --every 1s --for 1m', 'another process for a minute'],
  ],
  run: (input: Input, context) => watch(input, context),
});

async function watch({ options: o }: Input, context: CliContext): Promise<ExitCode> {
  const {
    MONITORING_COLUMNS,
    monitoringRow,
    openCsvFile,
    serverHistogramLines,
    startMonitor,
    startServerMetrics,
  } = await import('@benchwright/did-api-bench');
  const { streams, clock, signal } = context;
  const file = o.output ?? DEFAULT_OUTPUT;
  const named = processNamed(o);
  const rows: Promise<void>[] = [];
  // The process first: a file is not made for one that is not there.
  const server = o.metrics === undefined ? null : await startServerMetrics({ url: o.metrics });
  let add = (_sample: MonitoringSample): void => {};
  const monitor = await startMonitor({
    process: named,
    everyMs: (o.every ?? DEFAULT_EVERY_NS) / 1e6,
    clock,
    onSample: (sample) => add(sample),
  });
  const csv = await openCsvFile(file, MONITORING_COLUMNS);
  let summary: MonitoringSummary;
  try {
    add = (sample) => {
      rows.push(csv.append(monitoringRow(monitor.pid, sample)));
      if (o.quiet !== true) streams.stderr.write(`${sampleLine(sample)}\n`);
    };
    if (o.quiet !== true)
      streams.stderr.write(`watching process ${monitor.pid}, samples go to ${terminalSafe(file)}\n`);
    await Promise.race([monitor.ended, until(o.for, context)]);
  } finally {
    summary = await monitor.stop();
    await Promise.all(rows);
    await csv.close();
  }
  const metrics = server === null ? null : await server.finish();
  if (metrics?.problem)
    writeProblem(context, { label: 'warning', message: `the server’s own metrics: ${metrics.problem}` });
  if (o.json === true) {
    streams.stdout.write(toTerminalSafeJson({ ...summary, file, server: metrics?.histograms ?? null }));
  } else {
    const lines = [...summaryLines(summary, file), ...serverHistogramLines(metrics?.histograms ?? [])];
    streams.stdout.write(lines.map((line) => `${terminalSafe(line)}\n`).join(''));
  }
  if (summary.died) throw new ProcessDiedError(summary, file);
  return signal.aborted && o.for !== undefined ? EXIT.interrupted : EXIT.fine;
}

/** Resolves when the time is over or the command is interrupted. */
function until(durationNs: number | undefined, { clock, signal }: CliContext): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const waker = clock.createWaker(() => done(), false);
    const done = (): void => {
      waker.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    if (durationNs !== undefined) waker.wakeAt(clock.nowNs() + durationNs);
  });
}

function sampleLine({
  atMs,
  cpuPercent,
  rssBytes,
  threads,
  openFiles,
  connections,
}: MonitoringSample): string {
  const known = (value: number | null, name: string): string[] =>
    value === null ? [] : [`${value} ${name}`];
  return [
    `${new Date(atMs).toISOString().slice(11, 19)}  cpu ${cpuPercent.toFixed(1)} %`,
    formatValue('bytes', rssBytes),
    ...known(threads, 'threads'),
    ...known(openFiles, 'open files'),
    ...known(connections, 'connections'),
  ].join(', ');
}

function summaryLines(summary: MonitoringSummary, file: string): string[] {
  const { pid, samples, seconds, cpuPercentMean, cpuPercentMax, rssBytesMean, rssBytesMax } = summary;
  const {
    storageReadBytesPerSecMean: storageRead,
    storageWrittenBytesPerSecMean: storageWritten,
    networkReceivedBytesPerSecMean: received,
    networkSentBytesPerSecMean: sent,
  } = summary;
  const most = [
    [summary.threadsMax, 'thread'],
    [summary.openFilesMax, 'open file'],
    [summary.connectionsMax, 'connection'],
  ].flatMap(([value, name]) => (value === null ? [] : [`${value} ${name}${value === 1 ? '' : 's'}`]));
  return [
    `process ${pid}: ${samples} ${samples === 1 ? 'sample' : 'samples'} in ${seconds.toFixed(1)} s, in ${file}`,
    `  cpu      ${cpuPercentMean.toFixed(1)} % of a core on average, ${cpuPercentMax.toFixed(1)} % at most`,
    `  memory   ${formatValue('bytes', rssBytesMean)} on average, ${formatValue('bytes', rssBytesMax)} at most`,
    ...(most.length === 0 ? [] : [`  at most  ${most.join(', ')}`]),
    ...rateLine('storage', 'read', storageRead, 'written', storageWritten),
    ...rateLine('network', 'received', received, 'sent', sent, ', by all processes together'),
  ];
}

function rateLine(
  name: string,
  oneWay: string,
  oneRate: number | null,
  other: string,
  otherRate: number | null,
  whose = '',
): string[] {
  if (oneRate === null || otherRate === null) return [];
  const rate = (bytesPerSec: number): string => formatValue('B/s', Math.round(bytesPerSec));
  return [`  ${name}  ${rate(oneRate)} ${oneWay}, ${rate(otherRate)} ${other}${whose}`];
}
