import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { countCached, countTasks, realTasks } from './counting/count-turbo.mjs';
import { countVitest } from './counting/count-vitest.mjs';
import { oneGate, sumTallies } from './counting/tally.mjs';

/**
 * @import { CommandResult } from './command.mjs'
 * @import { TurboSummary, TurboTask } from './counting/count-turbo.mjs'
 * @import { Tally } from './counting/tally.mjs'
 *
 * @typedef {object} Stage
 * @property {string} id
 * @property {readonly string[]} command
 * @property {number} minutes after which it is ended and counts as failed
 * @property {string} [after] a stage that must have passed, or this one is not worth its time
 * @property {boolean} echo show its output always, not only when it fails
 * @property {(result: CommandResult, summary: TurboSummary | null, root: string) => Tally} count
 */

const pnpm = ['npx', '-y', 'pnpm@10'];
const turbo = [...pnpm, 'exec', 'turbo', 'run'];
const keepGoing = '--continue=dependencies-successful';

/** @type {(what: string) => Stage['count']} */
const byExitCode = (what) => (result) =>
  oneGate(result.code === 0 ? null : `${what}: exited with ${result.code}`);

/**
 * The README's test command comes first: in a fresh clone it is what installs and builds everything else's needs.
 *
 * @type {readonly Stage[]}
 */
export const stages = [
  { id: 'test', command: [...pnpm, 'test'], minutes: 14, echo: true, count: countTestRun },
  {
    id: 'test-again',
    after: 'test',
    command: [...pnpm, 'test'],
    minutes: 12,
    echo: false,
    count: (_result, summary) => countCached(summary),
  },
  // The README's other command. Exit code 4 says that this machine was too noisy to trust, 1 that a reference server
  // missed a target on it: right answers, not faults.
  { id: 'bench', command: [...pnpm, 'bench'], minutes: 4, echo: false, count: countBench },
  {
    id: 'lint',
    command: [...pnpm, 'exec', 'biome', 'ci', '.'],
    minutes: 3,
    echo: false,
    count: byExitCode('biome'),
  },
  {
    id: 'knip',
    command: [...pnpm, 'exec', 'knip', '--no-config-hints'],
    minutes: 3,
    echo: false,
    count: byExitCode('knip'),
  },
  {
    id: 'types',
    command: [...turbo, 'typecheck', keepGoing],
    minutes: 6,
    echo: false,
    count: (_result, summary) => countTasks('typecheck', summary, ({ task }) => task === 'typecheck'),
  },
  {
    id: 'packages',
    command: [...turbo, 'check:package', keepGoing],
    minutes: 6,
    echo: false,
    count: (_result, summary) => countTasks('check:package', summary, ({ task }) => task === 'check:package'),
  },
];

/** In `benchwright run all`. */
const SUITES = 5;

/**
 * One gate: every suite was measured and left a whole result.
 *
 * @type {Stage['count']}
 */
function countBench({ code, output }) {
  const notes = output.split('\n').filter((line) => /^(?:VALID|SUSPECT|INVALID) /.test(line));
  if (![0, 1, 4].includes(code ?? 5)) return oneGate(`bench: exited with ${code}`, notes);
  return oneGate(
    notes.length >= SUITES ? null : `bench: ${notes.length} of ${SUITES} suites left a result`,
    notes,
  );
}

/** @param {TurboTask} task */
function isTestTask({ task }) {
  return task === 'test' || task.startsWith('test:');
}

/**
 * The builds as gates, and every single test by the reports of the tasks that ran them.
 *
 * @type {Stage['count']}
 */
function countTestRun(result, summary, root) {
  if (summary === null) return oneGate(`test: exited with ${result.code} before anything was tested`);
  const tests = realTasks(summary)
    .filter(isTestTask)
    .map((task) => countTestTask(task, root));
  return sumTallies([countTasks('build', summary, ({ task }) => task === 'build'), ...tests]);
}

/**
 * @param {TurboTask} task
 * @param {string} root
 * @returns {Tally}
 */
function countTestTask(task, root) {
  const file = join(root, task.directory, 'test-results', `${task.task.replaceAll(':', '-')}.json`);
  const tally = countVitest(task.taskId, readJson(file));
  const ranAndFailed = task.execution !== undefined && task.execution.exitCode !== 0;
  if (!ranAndFailed || tally.failures.length > 0) return tally;
  return {
    ...tally,
    failures: [`${task.taskId}: exited with ${task.execution?.exitCode} although its tests passed`],
  };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Removes the reports of earlier runs, so that none is counted twice. Cached tasks bring theirs back.
 *
 * @param {string} root
 */
export function removeOldReports(root) {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name)),
  );
  for (const folder of [...folders, 'test']) {
    rmSync(join(root, folder, 'test-results'), { recursive: true, force: true });
  }
}

/**
 * What turbo wrote about the run that began after `since`, or null.
 *
 * @param {string} root
 * @param {number} since in milliseconds
 * @returns {TurboSummary | null}
 */
export function latestSummary(root, since) {
  const folder = join(root, '.turbo', 'runs');
  try {
    const [latest] = readdirSync(folder)
      .map((name) => ({ file: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
      .filter(({ at }) => at >= since)
      .sort((a, b) => b.at - a.at);
    return latest === undefined ? null : readJson(latest.file);
  } catch {
    return null;
  }
}
