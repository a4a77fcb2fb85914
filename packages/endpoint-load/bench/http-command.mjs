// The whole command against the bare transport and wrk, interleaved round by round; prints ratios.
//   node bench/http-command.mjs [--rounds 5] [--seconds 3] [--connections 50]
// Needs two cores (the server is pinned to one, the generator to the other), nginx and wrk, and the built packages.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '50' },
  },
});
const SERVER_CORE = '0';
const GENERATOR_CORE = '1';
const connections = Number(values.connections);
const seconds = Number(values.seconds);
const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'benchwright-http-command-'));

const generators = { command, transport, wrk };
const names = Object.keys(generators);
const rounds = [];
const nginx = await startNginx();
try {
  for (let number = 0; number < Number(values.rounds); number++) {
    const turn = number % names.length;
    const round = {};
    for (const name of [...names.slice(turn), ...names.slice(0, turn)])
      round[name] = generators[name](nginx.url);
    rounds.push(round);
  }
} finally {
  await nginx.stop();
  rmSync(folder, { recursive: true, force: true });
}

console.log(
  `${connections} connections, ${rounds.length} rounds of ${seconds} s, Node ${process.versions.node}, nginx with one worker`,
);
for (const name of names) {
  const rate = median(rounds.map((round) => round[name].requestsPerSec)) / 1000;
  const cpu = median(rounds.map((round) => round[name].cpuNsPerRequest)) / 1000;
  console.log(
    `${name.padEnd(9)} ${rate.toFixed(1).padStart(6)}k requests/s ${cpu.toFixed(2).padStart(6)} µs CPU/request`,
  );
}
for (const name of names.slice(1)) {
  const byRate = rounds.map((round) => round.command.requestsPerSec / round[name].requestsPerSec);
  const byCpu = rounds.map((round) => round[name].cpuNsPerRequest / round.command.cpuNsPerRequest);
  console.log(`command/${name.padEnd(9)} ${spread(byRate)} by rate, ${spread(byCpu)} by CPU`);
}

/** CPU of the trials alone: what starting the command and writing the result cost is paid once, not per request. */
function command(url) {
  const args = ['http', url, '-c', String(connections), '-d', `${seconds}s`, '--workers', '1', '--json'];
  const { stdout } = pinned(process.execPath, [
    file('../../../apps/cli/bin/benchwright.js'),
    ...args,
    ...['--progress', 'none', '--results-dir', folder],
  ]);
  const [{ counts, metrics, health }] = JSON.parse(stdout).cells;
  if (counts.failed > 0) throw new Error(JSON.stringify(counts.errors));
  const { estimate, perTrial } = metrics.requestsPerSec;
  const cpuNs = health.map(({ health: { cpuShare } }, i) => (cpuShare * 1e9) / perTrial[i]);
  return { requestsPerSec: estimate, cpuNsPerRequest: cpuNs.reduce((a, b) => a + b, 0) / cpuNs.length };
}

function transport(url) {
  const options = JSON.stringify({ url, connections, seconds });
  return JSON.parse(pinned(process.execPath, [file('bare-transport.mjs'), options]).stdout);
}

function wrk(url) {
  const { stdout, cpuSeconds } = pinned('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url]);
  if (/Socket errors|Non-2xx/.test(stdout)) throw new Error(stdout);
  const requests = Number(/(\d+) requests in/.exec(stdout)[1]);
  const requestsPerSec = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
  return { requestsPerSec, cpuNsPerRequest: (cpuSeconds * 1e9) / requests };
}

/**
 * Runs a program on the generator's core; `times` of POSIX sh tells what CPU it used. The command's verdict does not
 * matter here: 4 only says that the generator was busy, as it is meant to be.
 */
function pinned(program, args) {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$@"; code=$?; times >&2; exit $code', 'sh', 'taskset', '-c', GENERATOR_CORE, program, ...args],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (status !== 0 && status !== 4) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const [minutes, sec, sysMinutes, sysSec] = stderr
    .trim()
    .split('\n')
    .at(-1)
    .match(/[\d.]+/g)
    .map(Number);
  return { stdout, cpuSeconds: minutes * 60 + sec + sysMinutes * 60 + sysSec };
}

/** Round by round, so that what disturbed a whole round falls out of the ratio. */
function spread(ratios) {
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function startNginx() {
  const port = await freePort();
  writeFileSync(join(folder, 'body'), '{"status":"ok"}\n');
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000000; open_file_cache max=8;
  ${scratch.map((name) => `${name}_temp_path ${folder};`).join(' ')}
  server { listen 127.0.0.1:${port}; location / { root ${folder}; try_files /body =404; } }
}
`,
  );
  const child = spawn(
    'taskset',
    ['-c', SERVER_CORE, 'nginx', '-p', folder, '-c', join(folder, 'nginx.conf')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  for (let attempt = 0; !(await accepts(port)); attempt++) {
    if (attempt > 100 || child.exitCode !== null) throw new Error('nginx does not start');
    await sleep(50);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { url: `http://127.0.0.1:${port}/`, stop };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true) ?? socket.destroy());
    socket.once('error', () => resolve(false));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
