import { renderJson } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { measureRequestOf } from '../measure/measure-request.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { resultsFolderOption, runOptions } from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import { pageOf, resultText } from '../output/result-text.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text, texts } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import { comparisonText, readHarnessFiles, writeHarnessDocument } from './dbesdk-documents.js';

const DEFAULT_OUTPUT = 'results/raw-data/typescript_results.json';

const dbesdkOptions = {
  ...runOptions,
  config: text('-c, --config <file>', 'YAML file of the scenarios', {
    takesFile: true,
    otherwise: 'what config/test-scenarios.yaml holds',
  }),
  output: text('-o, --output <file>', 'file of the results, as the original harnesses write theirs', {
    takesFile: true,
    otherwise: DEFAULT_OUTPUT,
  }),
  quick: onOff('-q, --quick', 'a shorter run: the quick_config of the file, and three trials'),
  dynamodb: text(
    '--dynamodb <target>',
    'put and get the items for real: embedded, an endpoint’s URL, or aws',
    {
      configPath: ['dynamodb'],
      otherwise: 'no table is touched',
      environment: 'DBESDK_DYNAMODB',
    },
  ),
  tableName: text('--table-name <name>', 'table that items are bound to', {
    configPath: ['table_name'],
    otherwise: 'dbesdk-performance-testing',
    environment: 'DBESDK_TABLE_NAME',
  }),
  heapProfile: text('--heap-profile <dir>', 'folder for an allocation profile of each memory cell', {
    configPath: ['heap_profile'],
    takesFile: true,
  }),
  compareWith: texts('--compare-with <file...>', 'result files of other harnesses to show beside this one', {
    takesFile: true,
  }),
  compareOnly: onOff('--compare-only', 'measure nothing: show the files of --compare-with'),
  json: onOff('--json', 'print the result as JSON, and nothing else, on stdout'),
  resultsFolder: resultsFolderOption('--results-dir <dir>'),
} as const;

type Input = CommandInput<typeof dbesdkOptions>;

/** `dbesdk`: the flags and the document of the original harnesses, measured by the suite. */
export function dbesdkCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['dbesdk'],
    summary: 'Measure client-side encryption of DynamoDB items',
    details:
      'Throughput, latency, memory and concurrency of the item encryptor in TypeScript, each beside what AES-256-GCM and SHA-384 alone would take on this machine.',
    options: dbesdkOptions,
    examples: [
      ['dbesdk --quick', 'items of 100 KB, in half a minute'],
      ['dbesdk --config config/test-scenarios.yaml --output results.json', 'everything, 1 KB to 100 MB'],
      ['dbesdk --quick --dynamodb embedded', 'with a table, beside the same items unencrypted'],
      ['dbesdk --quick --compare-with go_results.json rust_results.json', 'beside other languages'],
    ],
    run: (input: Input, context) => runDbesdk(entry, input, context),
  });
}

async function runDbesdk(entry: SuiteEntry, { options }: Input, context: CliContext): Promise<ExitCode> {
  const { stdout } = context.streams;
  const files = options.compareWith ?? [];
  // Read first: a misspelt name must not cost the run.
  const others = await readHarnessFiles(files);
  if (options.compareOnly === true) {
    if (files.length === 0)
      throw new UsageError('--compare-only needs files', 'name them with --compare-with');
    stdout.write(await comparisonText(others, null));
    return EXIT.fine;
  }
  const suite = await entry.load();
  const request = requestOf(options, context);
  const json = options.json === true;
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, request, json ? 'json' : 'text'));
    return EXIT.fine;
  }
  const page = pageOf(stdout, context.env);
  const measured = await measureSuite(suite, request, context, (result) => {
    stdout.write(json ? renderJson(result) : resultText(result, `${suite.id}:text`, suite, page));
  });
  if (measured.result !== null) {
    const output = options.output ?? DEFAULT_OUTPUT;
    await writeHarnessDocument(measured.result, output);
    context.streams.stderr.write(`results: ${output}\n`);
    if (files.length > 0 && !json) stdout.write(`\n${await comparisonText(others, measured.result)}`);
  }
  return measured.code;
}

function requestOf(options: Input['options'], context: CliContext): MeasureRequest {
  return measureRequestOf(
    options,
    [...setEntries(options.set ?? []), ...flagEntries(dbesdkOptions, options)],
    ['dbesdk'],
    context,
  );
}
