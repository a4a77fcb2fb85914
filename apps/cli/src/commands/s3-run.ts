import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { renderJson } from '@benchwright/report';
import { makeFolders, type RunResult, writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { measureRequestOf } from '../measure/measure-request.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { ceilingOption, resultsFolderOption, runOptions } from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { choice, onOff, text, wholeNumber } from '../spec/option-spec.js';

const DEFAULT_OUTPUT = 'results/s3-ingest.csv';

const s3RunOptions = {
  ...runOptions,
  functionPrefix: text(
    '--function-prefix <prefix>',
    'only functions whose name begins so: ingest-events-, ingest-batch-',
    {
      configPath: ['functionPrefix'],
      otherwise: 'ingest-: both workloads',
    },
  ),
  invocations: wholeNumber('--invocations <count>', 'invocations of each function in each trial', {
    least: 1,
    configPath: ['invocations'],
    otherwise: '50',
  }),
  concurrency: wholeNumber('--concurrency <count>', 'invocations under way at any time', {
    least: 1,
    configPath: ['concurrency'],
    otherwise: '20',
  }),
  rate: text('--rate <rate>', 'invocations per second that arrive whatever the answers do', {
    configPath: ['rate'],
  }),
  workload: text('--workload <list>', 'events, batch', {
    configPath: ['workloads'],
    environment: 'WORKLOAD',
    otherwise: 'events,batch',
  }),
  memory: text('--memory <list>', 'memory of the functions, MB', {
    configPath: ['design', 'memoryMb'],
    environment: 'MEMORY_MB',
    otherwise: '512,1024,2048',
  }),
  batchEvents: text('--batch-events <list>', 'events in one object (events)', {
    configPath: ['design', 'batchEvents'],
    environment: 'BATCH_EVENTS',
    otherwise: '1,10,100',
  }),
  partMb: text('--part-mb <list>', 'MB of one part of an upload (batch)', {
    configPath: ['design', 'partMb'],
    environment: 'MULTIPART_MB',
    otherwise: '8,32,64',
  }),
  reserved: text('--reserved-concurrency <list>', 'reserved concurrency of the functions; 0 is unreserved', {
    configPath: ['design', 'reservedConcurrency'],
    environment: 'RESERVED_CONCURRENCY',
    otherwise: '0,10,50',
  }),
  objectMb: wholeNumber('--object-mb <count>', 'MB of one object (batch)', {
    least: 1,
    configPath: ['objectMb'],
    environment: 'OBJECT_MB',
    otherwise: '100',
  }),
  functions: choice('--functions <where>', ['local', 'aws'] as const, 'where functions run', {
    configPath: ['functions'],
    otherwise: 'local',
  }),
  s3: text('--s3 <target>', 'where local functions put objects: aws, or an endpoint’s URL', {
    configPath: ['s3'],
    environment: 'S3_ENDPOINT',
    otherwise: 'a server of its own',
  }),
  bucket: text('--bucket <name>', 'where objects go', {
    configPath: ['bucket'],
    environment: 'OUTPUT_BUCKET',
    otherwise: 'benchwright-ingest',
  }),
  maxP95: text('--max-p95 <time>', 'ask for the cheapest configuration whose p95 stays below this', {
    configPath: ['maxP95'],
  }),
  executeQueries: onOff(
    '--execute-queries',
    'run the Logs Insights queries over the run (local: compute them from the logs)',
  ),
  ceiling: ceilingOption,
  output: text('-o, --output <file>', 'file of the results, a row per function and trial', {
    takesFile: true,
    otherwise: DEFAULT_OUTPUT,
  }),
  json: onOff('--json', 'print the result as JSON, and nothing else, on stdout'),
  resultsFolder: resultsFolderOption('--results-dir <dir>'),
} as const;

type Input = CommandInput<typeof s3RunOptions>;

/** `s3 run`: the flags and the results file of the original, measured by the suite. */
export function s3RunCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['s3', 'run'],
    summary: 'Measure ingestion into S3 through Lambda functions',
    details:
      'A factorial design of memory, batch or part size and reserved concurrency, on functions of this machine or of AWS: latency, throughput, cost, and which factor makes the difference.',
    options: s3RunOptions,
    examples: [
      ['s3 run --quick', '2×2×2 of small objects, all on this machine, in under a minute'],
      [
        's3 run --function-prefix ingest-events- --invocations 50 --trials 5',
        'the 3×3×3 of the events workload',
      ],
      ['s3 run --functions aws --allow-remote --execute-queries', 'the functions that were deployed'],
      ['s3 run --workload batch --object-mb 100 --reserved-concurrency 0', 'part sizes and memory alone'],
    ],
    run: (input: Input, context) => runS3(entry, input, context),
  });
}

async function runS3(entry: SuiteEntry, { options }: Input, context: CliContext): Promise<ExitCode> {
  const { stdout } = context.streams;
  const suite = await entry.load();
  const json = options.json === true;
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, requestOf(options, context, null), json ? 'json' : 'text'));
    return EXIT.fine;
  }
  const wantsLogs = options.executeQueries === true && options.resume === undefined;
  const logs = wantsLogs ? await mkdtemp(join(tmpdir(), 'benchwright-s3-logs-')) : null;
  try {
    const page = pageOf(stdout, context.env);
    const measured = await measureSuite(suite, requestOf(options, context, logs), context, (result) => {
      stdout.write(json ? renderJson(result) : resultText(result, `${suite.id}:text`, suite, page));
    });
    if (measured.result === null) return measured.code;
    const output = options.output ?? DEFAULT_OUTPUT;
    await makeFolders(dirname(output));
    await writeFileAtomic(output, resultText(measured.result, `${suite.id}:csv`, suite, page));
    context.streams.stderr.write(`results: ${output}\n`);
    if (options.executeQueries === true) {
      const queried = await queriedText(measured.result);
      (json ? context.streams.stderr : stdout).write(`\n${queried}`);
    }
    return measured.code;
  } finally {
    if (logs !== null) await rm(logs, { recursive: true, force: true });
  }
}

async function queriedText(result: RunResult): Promise<string> {
  const { queryRun, renderQueriedRun } = await import('@benchwright/s3-ingest');
  const { functions, logs } = result.run.config;
  return renderQueriedRun(await queryRun(result, functions === 'local' ? String(logs) : null));
}

function requestOf(options: Input['options'], context: CliContext, logs: string | null): MeasureRequest {
  const keepsLogs = logs !== null && options.functions !== 'aws';
  return measureRequestOf(
    options,
    [
      ...(keepsLogs ? [{ origin: '--execute-queries', path: ['logs'], value: logs }] : []),
      ...setEntries(options.set ?? []),
      ...flagEntries(s3RunOptions, options),
    ],
    ['s3', 'run'],
    context,
  );
}
