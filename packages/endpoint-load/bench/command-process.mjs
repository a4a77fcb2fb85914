// Runs `benchwright http` as a user would, in a process of its own on the generator's core.
import { fileURLToPath } from 'node:url';
import { pinned } from '../../load-driver/bench/pinned-process.mjs';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const PEAK = /^peak RSS (\d+) bytes$/m;

/**
 * One trial of one worker; the rest is the command's defaults. CPU is that of the trial alone: what starting the command and
 * writing the result cost is paid once, not per request. `peakRssBytes` is of the whole process.
 */
export function command({ url, connections, pipelining = 1, length, resultsFolder }) {
  const args = ['http', url, '-c', connections, ...length, '--trials', 1, '--workers', 1, '--json'];
  const quiet = ['--progress', 'none', '--results-dir', resultsFolder];
  const { output, cpuSeconds } = pinned('sh', [
    '-c',
    // 4 says that the verdict is invalid, because the generator was busy: as it is meant to be here.
    '"$@" || test $? -eq 4',
    'sh',
    process.execPath,
    ...['--import', new URL('report-peak-rss.mjs', import.meta.url).href],
    file('../../../apps/cli/bin/benchwright.js'),
    ...[...args, ...(pipelining > 1 ? ['--pipeline', pipelining] : []), ...quiet].map(String),
  ]);
  const [{ counts, metrics, health }] = JSON.parse(output.replace(PEAK, '')).cells;
  if (counts.failed > 0) throw new Error(JSON.stringify(counts.errors));
  const requestsPerSec = metrics.requestsPerSec.estimate;
  return {
    requestsPerSec,
    cpuNsPerRequest: (health[0].health.cpuShare * 1e9) / requestsPerSec,
    cpuSeconds,
    peakRssBytes: Number(PEAK.exec(output)[1]),
  };
}
