import { dirname, join } from 'node:path';
import type { ProfilerName, ProfileTree } from '@benchwright/did-api-bench';
import { terminalSafe, toTerminalSafeJson } from '@benchwright/report';
import { makeFolders, writeFileAtomic } from '@benchwright/result-schema';
import { isoTime } from '../cli-clock.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { DEFAULT_RESULTS_FOLDER, resultsFolderOption } from '../measure/run-options.js';
import { writeProblem } from '../output/problem.js';
import { columnsOf } from '../output/streams.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { choice, onOff, text, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';
import { durationOption, processNamed, processOptions } from './did-process-options.js';

const DEFAULT_FOR_NS = 30e9;
/** In the results folder; its files lie side by side, for folders in folders are taken for runs. */
const PROFILES_FOLDER = 'did-profiles';
/** The package's own list: help must not load the package for it. */
const PROFILER_WORDS = ['inspector', 'py-spy', 'perf'] as const satisfies readonly ProfilerName[];

const options = {
  ...processOptions,
  for: durationOption('--for <time>', 'how long to profile', { leastNs: 1e9, otherwise: '30s' }),
  with: choice('--with <profiler>', PROFILER_WORDS, 'what looks into the process', {
    otherwise: 'inspector for Node, py-spy for Python, perf for all else',
  }),
  before: text('--before <file>', 'an earlier profile: the flame graph shows what changed since', {
    takesFile: true,
  }),
  from: text('--from <file>', 'draw this profile instead of making one', { takesFile: true }),
  html: text('--html <file>', 'where the page of --from is written', {
    takesFile: true,
    otherwise: 'beside it',
  }),
  resultsFolder: resultsFolderOption('-o, --results-dir <dir>'),
  json: onOff('--json', 'print the hot paths as JSON'),
  verbose: verboseOption,
} as const;

type Input = CommandInput<typeof options>;

/** `did profile`: where a running server's time and memory go, while something else loads it. */
export const didProfileCommand = defineCommand({
  path: ['did', 'profile'],
  summary: 'Profile a running process: hot paths and flame graphs',
  details:
    'Profile while load runs, such as that of `did run` in another terminal. A Node process is looked into through its inspector, which is opened for it and closed again: CPU, allocations, garbage collections and event loop delay. Kept in did-profiles of the results folder: flame graphs as pages of their own (.html), the raw profiles (.cpuprofile, .heapprofile, .folded) and the hot paths (.json).',
  options,
  examples: [
    ['did profile --port 8000', 'the server on port 8000 for 30 s'],
    [
      'did profile --pid 4242 --for 10s --before results/did-profiles/before.cpuprofile',
      'what a change changed',
    ],
    ['did profile --from server.cpuprofile', 'a page of a profile made elsewhere'],
  ],
  run: (input: Input, context) => profile(input, context),
});

async function profile(input: Input, context: CliContext): Promise<ExitCode> {
  const { from, html, pid, port } = input.options;
  if (from !== undefined) {
    if (pid !== undefined || port !== undefined) {
      throw new UsageError('--from draws a file, --pid and --port name a process', 'give one of them');
    }
    return await drawFile(from, input, context);
  }
  if (html !== undefined)
    throw new UsageError('--html is for --from', 'profiles of a process go to --results-dir');
  return await profileRunning(input, context);
}

async function profileRunning({ options: o }: Input, context: CliContext): Promise<ExitCode> {
  const { findListeningPid, profileCautions, profileProcess, renderProfileText, saveProfile } = await import(
    '@benchwright/did-api-bench'
  );
  const { streams, clock, signal, env } = context;
  const named = processNamed(o);
  // Read first: a file that is no profile must not cost half a minute.
  const before = await earlierProfile(o.before);
  const pid = 'pid' in named ? named.pid : await findListeningPid(named.port);
  const at = isoTime(clock);
  const durationNs = o.for ?? DEFAULT_FOR_NS;
  const profiled = await profileProcess({
    pid,
    durationNs,
    profiler: o.with,
    clock,
    signal,
    path: env.PATH ?? '',
    onStarted: (profiler: ProfilerName) =>
      streams.stderr.write(
        `profiling process ${pid} by ${profiler} for ${durationNs / 1e9} s; Ctrl-C ends it sooner\n`,
      ),
  });
  const folder = join(o.resultsFolder ?? DEFAULT_RESULTS_FOLDER, PROFILES_FOLDER);
  const saved = await saveProfile(profiled, { folder, at, before });
  if (o.json === true) streams.stdout.write(toTerminalSafeJson(saved.summary));
  else streams.stdout.write(renderProfileText(profiled, columnsOf(streams.stdout)));
  for (const message of profileCautions(profiled)) writeProblem(context, { label: 'warning', message });
  streams.stderr.write(
    `flame graph: ${terminalSafe(saved.flameFile)}\nhot paths: ${terminalSafe(saved.summaryFile)}\n`,
  );
  return EXIT.fine;
}

async function drawFile(from: string, { options: o }: Input, context: CliContext): Promise<ExitCode> {
  const { hotPaths, readProfile, renderFlamePage } = await import('@benchwright/did-api-bench');
  const [tree, before] = [await readProfile(from), await earlierProfile(o.before)];
  const file = o.html ?? `${from}.html`;
  const facts = [from, ...(o.before === undefined ? [] : [`compared with ${o.before}`])];
  await makeFolders(dirname(file));
  await writeFileAtomic(file, renderFlamePage({ title: 'Flame graph', facts, tree, before }));
  if (o.json === true)
    context.streams.stdout.write(toTerminalSafeJson({ unit: tree.unit, ...hotPaths(tree) }));
  context.streams.stderr.write(`flame graph: ${terminalSafe(file)}\n`);
  return EXIT.fine;
}

async function earlierProfile(file: string | undefined): Promise<ProfileTree | undefined> {
  if (file === undefined) return undefined;
  const { readProfile } = await import('@benchwright/did-api-bench');
  return await readProfile(file);
}
