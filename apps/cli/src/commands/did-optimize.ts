import type { Suite } from '@benchwright/load-driver';
import { toTerminalSafeJson } from '@benchwright/report';
import type { ConfigEntry, RunResult } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode, worstExit } from '../exit-codes.js';
import { measureRequestOf } from '../measure/measure-request.js';
import { dryRunText, type MeasureRequest, measureSuite } from '../measure/measure-suite.js';
import { resultsFolderOption, runOptions } from '../measure/run-options.js';
import { flagEntries, setEntries } from '../measure/set-flags.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text, wholeNumber } from '../spec/option-spec.js';

const { allowRemote: _, ...sharedOptions } = runOptions;

const optimizeOptions = {
  ...sharedOptions,
  techniques: text(
    '--techniques <list>',
    'hashing, cache, redis, queries, index, pool, gzip, batch, imports, membership',
    { configPath: ['techniques'], otherwise: 'all that can be tried here' },
  ),
  duration: text('-d, --duration <time>', 'how long each operation is measured in each round', {
    configPath: ['duration'],
    otherwise: '1s',
  }),
  connections: wholeNumber('--connections <count>', 'requests under way at any time', {
    least: 1,
    configPath: ['connections'],
    otherwise: '16',
  }),
  fill: wholeNumber('--fill <count>', 'enrolments that are there before', {
    configPath: ['fill'],
    otherwise: '20000',
  }),
  databaseUrl: text('--database-url <url>', 'a PostgreSQL in place of the embedded database', {
    configPath: ['databaseUrl'],
    environment: 'DATABASE_URL',
  }),
  redisUrl: text('--redis-url <url>', 'a Redis, to try it as a cache', {
    configPath: ['redisUrl'],
    environment: 'REDIS_URL',
  }),
  together: onOff('--no-together', 'do not measure what helped all at once, in a second run'),
  json: onOff('--json', 'print findings and results as JSON, and nothing else, on stdout'),
  resultsFolder: resultsFolderOption('-o, --results-dir <dir>'),
} as const;

type Input = CommandInput<typeof optimizeOptions>;

/** `did optimize`: the guide's techniques, measured in place of believed. */
export function didOptimizeCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['did', 'optimize'],
    summary: 'Measure which optimisation techniques help',
    details:
      'Starts the reference server without any technique, and with each alone, anew in every round; then with all that helped. Says what each changed, how sure that is, and what did not help.',
    options: optimizeOptions,
    examples: [
      ['did optimize --quick', 'all that can be tried with the embedded database, in three to four minutes'],
      ['did optimize --techniques index,queries,cache', 'three of them, ten rounds'],
      ['did optimize --database-url postgres://127.0.0.1/did', 'on a PostgreSQL, with the size of the pool'],
    ],
    run: (input: Input, context) => optimize(entry, input, context),
  });
}

async function optimize(entry: SuiteEntry, { options }: Input, context: CliContext): Promise<ExitCode> {
  const { stdout } = context.streams;
  const suite = await entry.load();
  const request = requestOf(options, context, []);
  if (options.dryRun === true) {
    stdout.write(await dryRunText(suite, request, options.json === true ? 'json' : 'text'));
    return EXIT.fine;
  }
  const show = options.json === true ? () => {} : (result: RunResult) => stdout.write(textOf(suite, result));
  const alone = await measureSuite(suite, request, context, show);
  if (alone.result === null || alone.code === EXIT.interrupted) return alone.code;
  const together =
    options.together === false ? null : await measureTogether(suite, alone.result, options, context, show);
  if (options.json === true) stdout.write(await jsonOf(alone.result, together?.result ?? null));
  return together === null ? alone.code : worstExit([alone.code, together.code]);
}

/** The second run: everything that helped alone, applied at once. Nothing to measure where fewer than two did. */
async function measureTogether(
  suite: Suite,
  alone: RunResult,
  options: Input['options'],
  context: CliContext,
  show: (result: RunResult) => void,
) {
  const { findingsOf, helpedBy } = await import('@benchwright/did-api-bench');
  const helped = helpedBy(findingsOf(alone));
  if (helped.length < 2) return null;
  const entries: ConfigEntry[] = [
    { origin: 'what helped', path: ['techniques'], value: [] },
    { origin: 'what helped', path: ['together'], value: helped },
  ];
  const request = { ...requestOf(options, context, entries), resume: undefined };
  return await measureSuite(suite, request, context, show);
}

function textOf(suite: Suite, result: RunResult): string {
  return `${suite.views.find(({ id }) => id === 'text')?.render(result) ?? ''}\n`;
}

async function jsonOf(alone: RunResult, together: RunResult | null): Promise<string> {
  const { findingsOf } = await import('@benchwright/did-api-bench');
  return toTerminalSafeJson({ findings: findingsOf(alone), experiments: alone, together });
}

function requestOf(
  options: Input['options'],
  context: CliContext,
  last: readonly ConfigEntry[],
): MeasureRequest {
  const entries = [...setEntries(options.set ?? []), ...flagEntries(optimizeOptions, options), ...last];
  return measureRequestOf(options, entries, ['did', 'optimize'], context);
}
