// Starts servers on core 0 and keeps this process, the client, on core 1, where the machine can. With BENCH_PIN=off both use all cores, as
// the threads that compute MD5s need.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('target-process.mjs', import.meta.url));
const hasTaskset = process.env.BENCH_PIN !== 'off' && spawnSync('taskset', ['-V']).status === 0;
const started = [];

if (hasTaskset) spawnSync('taskset', ['-apc', '1', String(process.pid)]);

/** A folder that is removed at the end. */
export function newFolder() {
  const path = mkdtempSync(join(tmpdir(), 's3-bench-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starts a server and waits for its port. `BENCH_PROF=folder` has each write a CPU profile there. */
export async function startTarget(options, nodeFlags = []) {
  const prof = process.env.BENCH_PROF ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROF}`] : [];
  const command = [...prof, ...nodeFlags, program, JSON.stringify(options)];
  const [file, args] = hasTaskset
    ? ['taskset', ['-c', '0', process.execPath, ...command]]
    : [process.execPath, command];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  const port = await new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(Number(data)));
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { port, pid: child.pid, stop: () => stop(child) };
}

function stop(child) {
  if (child.exitCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

/** The most memory a process has had. Linux only. */
export function peakRssBytes(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** CPU time a process has used, both modes. Linux only; a tick is 10 ms. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs every one once a round, beginning with another each time, and returns what each gave. */
export async function interleaved(runs, rounds) {
  const names = Object.keys(runs);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)])
      results[name].push(await runs[name]());
  }
  return results;
}
