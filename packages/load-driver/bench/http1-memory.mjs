// Does memory stay flat? RSS of the generator over 10 million requests, against what it was after 100 thousand.
//   node bench/http1-memory.mjs [--url URL | --target-cmd 'program {port}'] [--requests 10000000] [--pipelining 10]
// Fails (exit 1) when the end is more than 1.3 times the beginning.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCommand, startNginx } from './http1-targets.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'target-cmd': { type: 'string' },
    requests: { type: 'string', default: '10000000' },
    pipelining: { type: 'string', default: '10' },
    module: { type: 'string' },
    stats: { type: 'string' },
  },
});
const EARLY = 100_000;
const target = values.url
  ? { url: values.url, stop: async () => {} }
  : values['target-cmd']
    ? await startCommand(values['target-cmd'])
    : await startNginx(109);
try {
  const options = {
    url: target.url,
    requests: Number(values.requests),
    pipelining: Number(values.pipelining),
    ...(values.module && { module: values.module }),
    ...(values.stats && { stats: values.stats }),
  };
  const script = fileURLToPath(new URL('./http1-closed-loop.mjs', import.meta.url));
  const { stdout, status, stderr } = spawnSync(
    'taskset',
    ['-c', '1', process.execPath, script, JSON.stringify(options)],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  if (status !== 0) throw new Error(stderr);
  const { memory, completed, failed, requestsPerSec } = JSON.parse(stdout);
  const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const early = memory.find(([count]) => count >= EARLY)[1];
  const peak = Math.max(...memory.map(([, rss]) => rss));
  const last = memory.at(-1)[1];
  console.log(`${completed} requests (${failed} failed) at ${Math.round(requestsPerSec / 1000)}k/s`);
  console.log(
    `RSS after ${EARLY}: ${megabytes(early)}; at the end: ${megabytes(last)}; peak: ${megabytes(peak)}`,
  );
  console.log(
    `end / after ${EARLY}: ${(last / early).toFixed(3)}; peak / after ${EARLY}: ${(peak / early).toFixed(3)}`,
  );
  if (peak / early > 1.3 || failed > 0) process.exitCode = 1;
} finally {
  await target.stop();
}
