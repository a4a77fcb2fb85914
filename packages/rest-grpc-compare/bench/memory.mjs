// Does memory stay bounded in the number of requests? Peak resident set of the measuring process, each count in a
// process of its own; the servers are in theirs, as always.
//   node bench/memory.mjs [few] [many]     (default 10,000 and 1,000,000 per protocol: some minutes)
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { comparisonInputOf } from '../dist/index.js';
import { measureOnce } from './measure-once.mjs';

const ALLOWED_RATIO = 1.3;

if (process.argv[2] === '--child') {
  const result = await measureOnce({ requests: Number(process.argv[3]) });
  const { rest, grpc } = comparisonInputOf(result);
  const answered = [rest, grpc].map((side) => side.successful_requests);
  const seconds = rest.total_duration + grpc.total_duration;
  console.log(JSON.stringify({ answered, seconds, peakMiB: process.resourceUsage().maxRSS / 1024 }));
} else {
  const [few = 10_000, many = 1_000_000] = process.argv.slice(2).map(Number);
  const script = fileURLToPath(import.meta.url);
  const peaks = [few, many].map((requests) => {
    const text = execFileSync(process.execPath, [script, '--child', String(requests)], { encoding: 'utf8' });
    const { answered, seconds, peakMiB } = JSON.parse(text);
    const rest = `${answered[0]} REST and ${answered[1]} gRPC answers in ${seconds.toFixed(0)} s`;
    console.log(`${requests} requests per protocol: peak RSS ${peakMiB.toFixed(1)} MiB (${rest})`);
    return peakMiB;
  });
  const ratio = peaks[1] / peaks[0];
  console.log(`ratio ${ratio.toFixed(2)} (allowed ${ALLOWED_RATIO})`);
  process.exitCode = ratio <= ALLOWED_RATIO ? 0 : 1;
}
