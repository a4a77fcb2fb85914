// What does a second worker bring? One worker against two, and wrk -t1 against -t2, interleaved.
//   node bench/workers.mjs [--target-cmd 'program {port}'] [--rounds 5] [--seconds 2] [--connections 64] [--pipelining 1]
// The target needs cores too. Where there are none beside the generator's two (as on a machine with two cores), the rate with
// two workers is bound by generator and target sharing them, which says nothing about workers. So the bar is on
//   2 × (generator CPU per request with one worker ÷ with two),
// the ratio of the rates where each worker has a core of its own and the target is not the limit; everything that a second
// worker costs (locks, caches, merging, the kernel's contention) is in its CPU time. The rates as they were stand
// beside it, with how much of the cores generator and target used. Exit 1 below the bar.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './interleaved-rounds.mjs';
import { installed, startCommand, startNginx } from './targets.mjs';

const BAR = 1.7;
const { values } = parseArgs({
  options: {
    'target-cmd': { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '64' },
    pipelining: { type: 'string', default: '1' },
  },
});
const cores = availableParallelism();
if (cores < 2) throw new Error('needs two cores');
const [connections, pipelining, seconds] = [values.connections, values.pipelining, values.seconds].map(
  Number,
);
const target = values['target-cmd'] ? await startCommand(values['target-cmd']) : await startNginx(109);
// Two generator threads leave the target no core of its own unless there are more than two.
const targetCores = cores > 2 ? `2-${cores - 1}` : '0,1';
const generators = { 'one worker': ours(1), 'two workers': ours(2) };
if (installed('wrk') && pipelining === 1) Object.assign(generators, { 'wrk -t1': wrk(1), 'wrk -t2': wrk(2) });
const rounds = [];
try {
  run('taskset', ['-acp', targetCores, String(target.pid)]);
  for (let round = 0; round < Number(values.rounds); round++) {
    rounds.push(Object.fromEntries(Object.entries(generators).map(([name, measure]) => [name, measure()])));
  }
} finally {
  await target.stop();
}

console.log(
  `${target.name}, ${connections} connections, pipelining ${pipelining}, ${rounds.length} rounds of ${seconds} s, ${cores} cores, Node ${process.versions.node}`,
);
for (const name of Object.keys(generators)) {
  const of = (key) => median(rounds.map((round) => round[name][key]));
  console.log(
    `${name.padEnd(12)} ${(of('requestsPerSec') / 1000).toFixed(1).padStart(7)}k requests/s  ` +
      `${(of('cpuNsPerRequest') / 1000).toFixed(2)} µs generator CPU/request, ` +
      `${of('generatorCores').toFixed(2)} + ${of('targetCores').toFixed(2)} cores (generator + target)`,
  );
}
const gain = report('workers', 'one worker', 'two workers');
if (generators['wrk -t2']) report('wrk threads', 'wrk -t1', 'wrk -t2');
console.log(`two workers ${gain >= BAR ? 'meet' : 'miss'} the bar of ${BAR} ×`);
if (gain < BAR) process.exitCode = 1;

function report(what, one, two) {
  const ratios = (key, invert) =>
    rounds.map((round) => (invert ? round[one][key] / round[two][key] : round[two][key] / round[one][key]));
  const byCpu = ratios('cpuNsPerRequest', true).map((ratio) => 2 * ratio);
  console.log(
    `two ${what} / one: ${spread(byCpu)} by CPU with a core each, ${spread(ratios('requestsPerSec'))} by rate as it was here`,
  );
  return median(byCpu);
}

function ours(workers) {
  const script = fileURLToPath(new URL('workers-generator.mjs', import.meta.url));
  const options = JSON.stringify({ url: target.url, workers, seconds, connections, pipelining });
  return () =>
    withTargetCpu(() => {
      const { requestsPerSec, cpuNsPerRequest } = JSON.parse(
        run('taskset', ['-c', coresOf(workers), process.execPath, script, options]).stdout,
      );
      return { requestsPerSec, cpuNsPerRequest };
    });
}

function wrk(threads) {
  const args = [
    '-c',
    coresOf(threads),
    'wrk',
    `-t${threads}`,
    `-c${connections}`,
    `-d${seconds}s`,
    target.url,
  ];
  return () =>
    withTargetCpu(() => {
      const { stdout, stderr } = run('sh', ['-c', '"$@"; times >&2', 'sh', 'taskset', ...args]);
      const requests = Number(/(\d+) requests in/.exec(stdout)[1]);
      const [min, sec, sysMin, sysSec] = stderr
        .trim()
        .split('\n')
        .at(-1)
        .match(/[\d.]+/g)
        .map(Number);
      const cpuNs = (min * 60 + sec + sysMin * 60 + sysSec) * 1e9;
      return {
        requestsPerSec: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
        cpuNsPerRequest: cpuNs / requests,
      };
    });
}

/** One worker has the last core that the target need not use; two have both. */
function coresOf(workers) {
  return workers === 1 ? '1' : '0,1';
}

/** The target's share is over the whole run of the generator, start and warm-up included: a little too low. */
function withTargetCpu(measure) {
  const before = { cpuNs: targetCpuNs(), ns: process.hrtime.bigint() };
  const result = measure();
  const wallNs = Number(process.hrtime.bigint() - before.ns);
  return {
    ...result,
    generatorCores: (result.requestsPerSec * result.cpuNsPerRequest) / 1e9,
    targetCores: (targetCpuNs() - before.cpuNs) / wallNs,
  };
}

function targetCpuNs() {
  const tasks = readdirSync(`/proc/${target.pid}/task`);
  return tasks.reduce(
    (sum, task) =>
      sum + Number(readFileSync(`/proc/${target.pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
    0,
  );
}

function run(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return { stdout, stderr };
}

function spread(ratios) {
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
}
