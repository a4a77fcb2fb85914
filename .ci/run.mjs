import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.mjs';
import { oneGate, sumTallies } from './counting/tally.mjs';
import { installDebianPackages } from './debian-packages.mjs';
import { belongings, countLeftovers } from './leftovers.mjs';
import { latestSummary, removeOldReports, stages } from './stages.mjs';

/**
 * @import { Tally } from './counting/tally.mjs'
 * @import { Stage } from './stages.mjs'
 */

/** A run that takes longer than this is ended, stage by stage, so that it still says what it knows. */
const minutesForAll = 19;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const began = performance.now();
const asked = process.argv.slice(2);
const env = {
  ...process.env,
  CI: 'true',
  NO_COLOR: '1',
  TURBO_RUN_SUMMARY: 'true',
  TURBO_TELEMETRY_DISABLED: '1',
  npm_config_update_notifier: 'false',
};

function clock() {
  const seconds = Math.floor((performance.now() - began) / 1000);
  return `[${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}]`;
}

/** @param {string} text */
function say(text) {
  console.log(`${clock()} ${text}`);
}

/**
 * @param {string} title
 * @param {Tally} tally
 * @param {number} seconds
 */
function report(title, { passed, failures, notes }, seconds) {
  for (const note of notes) say(`     ${note}`);
  for (const failure of failures) say(`FAIL ${failure}`);
  say(`==== ${title}: ${passed} passed, ${failures.length} failed (${seconds.toFixed(1)} s)\n`);
}

/**
 * The end of an output, where the fault usually stands.
 *
 * @param {string} output
 */
function lastLines(output, count = 200) {
  const lines = output.trimEnd().split('\n');
  return lines.length <= count ? lines.join('\n') : ['…', ...lines.slice(-count)].join('\n');
}

/**
 * @param {Stage} stage
 * @returns {Promise<Tally>}
 */
async function runStage({ id, command, minutes, echo, count }) {
  say(`==== ${id}: ${command.join(' ')}`);
  const since = Date.now();
  const msLeft = minutesForAll * 60_000 - (performance.now() - began);
  const timeoutMs = Math.max(1000, Math.min(minutes * 60_000, msLeft));
  const result = await runCommand(command, { cwd: root, env, timeoutMs, echo });
  const counted = count(result, latestSummary(root, since), root);
  const overdue = result.timedOut ? [`${id}: ended after ${Math.round(result.seconds)} s`] : [];
  const tally = { ...counted, failures: [...counted.failures, ...overdue] };
  if (!echo && tally.failures.length > 0) console.log(lastLines(result.output));
  report(id, tally, result.seconds);
  return tally;
}

/**
 * @param {Stage} stage
 * @returns {Tally}
 */
function passedOver({ id, after }) {
  const tally = oneGate(`${id}: not run, because ${after} failed`);
  report(id, tally, 0);
  return tally;
}

async function main() {
  const unknown = asked.filter((id) => !stages.some((stage) => stage.id === id));
  if (asked.length > 0 && unknown.length > 0) {
    console.log(`stages: ${stages.map(({ id }) => id).join(' ')}`);
    return unknown.every((id) => id === '--list') ? 0 : 2;
  }
  const [cpu] = cpus();
  say(
    `${new Date().toISOString()} Node ${process.version}, ${availableParallelism()} × ${cpu?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  );
  for (const line of installDebianPackages()) say(line);
  console.log();

  const before = belongings(root);
  removeOldReports(root);
  /** @type {Map<string, Tally>} */
  const tallies = new Map();
  for (const stage of stages) {
    if (asked.length > 0 && !asked.includes(stage.id)) continue;
    const failedBefore = (tallies.get(stage.after ?? '')?.failures.length ?? 0) > 0;
    tallies.set(stage.id, failedBefore ? passedOver(stage) : await runStage(stage));
  }
  const leftovers = await countLeftovers(root, before);
  report('left behind', leftovers, 0);

  const { passed, failures } = sumTallies([...tallies.values(), leftovers]);
  if (failures.length > 0) console.log(`Failed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
  say(failures.length === 0 ? 'all gates passed' : 'some gates failed');
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.log(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
