/** @import { Tally } from './tally.mjs' */

/**
 * @typedef {{ taskId: string, task: string, command: string, directory: string, cache?: { status: string },
 *   execution?: { exitCode: number | null } }} TurboTask
 * @typedef {{ execution: { exitCode: number }, tasks: TurboTask[] }} TurboSummary
 */

/**
 * The tasks that had something to do. Turbo also lists the scripts that a package does not have.
 *
 * @param {TurboSummary} summary
 */
export function realTasks(summary) {
  return summary.tasks.filter(({ command }) => command !== '' && command !== '<NONEXISTENT>');
}

/**
 * Whether a task succeeded, now or when its cached outcome was made. One that a failed dependency kept from running did not.
 *
 * @param {TurboTask} task
 */
function taskSucceeded({ cache, execution }) {
  return execution === undefined ? cache?.status === 'HIT' : execution.exitCode === 0;
}

/**
 * Each task of a turbo run as one gate.
 *
 * @param {string} title
 * @param {TurboSummary | null} summary null when turbo did not get as far as writing one
 * @param {(task: TurboTask) => boolean} [counts] which tasks are gates of this stage
 * @returns {Tally}
 */
export function countTasks(title, summary, counts = () => true) {
  if (summary === null) return { passed: 0, failures: [`${title}: did not run`], notes: [] };
  const tasks = realTasks(summary).filter(counts);
  if (tasks.length === 0) return { passed: 0, failures: [`${title}: has no tasks`], notes: [] };
  return {
    passed: tasks.filter(taskSucceeded).length,
    failures: tasks
      .filter((task) => !taskSucceeded(task))
      .map((task) => `${task.taskId}: ${task.execution ? 'failed' : 'did not run'}`),
    notes: [],
  };
}

/**
 * One gate: everything came from the cache.
 *
 * @param {TurboSummary | null} summary
 * @returns {Tally}
 */
export function countCached(summary) {
  if (summary === null) return { passed: 0, failures: ['second run: did not run'], notes: [] };
  const tasks = realTasks(summary);
  const missed = tasks.filter(({ cache }) => cache?.status !== 'HIT').map(({ taskId }) => taskId);
  const failure = `second run: not from the cache: ${missed.join(', ')}`;
  const whole = missed.length === 0 && tasks.length > 0;
  return {
    passed: whole ? 1 : 0,
    failures: whole ? [] : [failure],
    notes: [`${tasks.length - missed.length} of ${tasks.length} tasks came from the cache`],
  };
}
