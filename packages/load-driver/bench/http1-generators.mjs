// The HTTP/1.1 generators that are compared, each as `run(setting) → { requestsPerSec, cpuNsPerRequest, cpuSeconds }`, in
// a process of its own, pinned to the generator's core.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pinned, pinnedScript } from './pinned-process.mjs';

const SCRIPT = new URL('http1-closed-loop.mjs', import.meta.url);

/** Our transport in a closed loop, recording response time, service time and send lag. CPU without start-up. */
export function ours(setting) {
  return pinnedScript(SCRIPT, setting);
}

/** The same through `createDriver`, with all that a suite records. */
export function driver(setting) {
  return pinnedScript(SCRIPT, { ...setting, through: 'driver' });
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
