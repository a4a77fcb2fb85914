// The generators that are compared, each as `run(setting) → { requestsPerSec, cpuNsPerRequest, cpuSeconds }`, in a
// process of its own, pinned to the generator's core.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const GENERATOR_CORE = '1';
const here = dirname(fileURLToPath(import.meta.url));

/** Our transport in a closed loop, recording response time, service time and send lag. CPU without start-up. */
export function ours({ url, connections, pipelining, seconds, module, stats }) {
  const options = {
    url,
    connections,
    pipelining,
    seconds,
    ...(module && { module }),
    ...(stats && { stats }),
  };
  const { output, cpuSeconds } = pinned(process.execPath, [
    join(here, 'http1-closed-loop.mjs'),
    JSON.stringify(options),
  ]);
  const result = { ...JSON.parse(output), cpuSeconds };
  if (result.failed > 0) throw new Error(`requests failed: ${JSON.stringify(result.errors)}`);
  return result;
}

/** wrk with one thread. CPU of the whole process; its start-up is negligible. */
export function wrk({ url, connections, pipelining, seconds }) {
  const script = pipelining > 1 ? pipelineScript(pipelining) : undefined;
  try {
    const { output, cpuSeconds } = pinned('wrk', [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      ...(script ? ['-s', script] : []),
      url,
    ]);
    if (/Socket errors|Non-2xx/.test(output)) throw new Error(output);
    const requests = Number(/(\d+) requests in/.exec(output)[1]);
    const requestsPerSec = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
    return { requestsPerSec, cpuNsPerRequest: (cpuSeconds * 1e9) / requests, cpuSeconds };
  } finally {
    if (script) rmSync(dirname(script), { recursive: true });
  }
}

/** autocannon in a closed loop. CPU of the whole process, some 0.2 s of start-up included. */
export function autocannon({ url, connections, pipelining, seconds }) {
  const program = createRequire(import.meta.url).resolve('autocannon/autocannon.js');
  const { output, cpuSeconds } = pinned(process.execPath, [
    program,
    ...['-c', connections, '-p', pipelining, '-d', seconds, '--json', '--no-progress'].map(String),
    url,
  ]);
  const { requests, errors, non2xx } = JSON.parse(output);
  if (errors > 0 || non2xx > 0) throw new Error(`autocannon: ${errors} errors, ${non2xx} not 2xx`);
  return {
    requestsPerSec: requests.average,
    cpuNsPerRequest: (cpuSeconds * 1e9) / requests.total,
    cpuSeconds,
  };
}

/** Runs a program on the generator's core; `times` of POSIX sh tells what CPU it used. */
function pinned(program, args) {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$@"; code=$?; times >&2; exit $code', 'sh', 'taskset', '-c', GENERATOR_CORE, program, ...args],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const [minutes, seconds, sysMinutes, sysSeconds] = stderr
    .trim()
    .split('\n')
    .at(-1)
    .match(/[\d.]+/g)
    .map(Number);
  return { output: stdout, cpuSeconds: minutes * 60 + seconds + sysMinutes * 60 + sysSeconds };
}

function pipelineScript(depth) {
  const path = join(mkdtempSync(join(tmpdir(), 'benchwright-wrk-')), 'pipeline.lua');
  const one = 'wrk.format("GET")';
  writeFileSync(
    path,
    `init = function() local r = {} for i = 1, ${depth} do r[i] = ${one} end req = table.concat(r) end
request = function() return req end
`,
  );
  return path;
}
