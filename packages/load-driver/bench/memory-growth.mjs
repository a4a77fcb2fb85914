// Does memory stay flat? Peak RSS of a generator over 10 million requests, beside that of one over 100 thousand.
import { median } from './interleaved-rounds.mjs';
import { builtAt } from './pinned-process.mjs';

const FEW = 100_000;
const MOST_GROWTH = 1.1;

/**
 * Runs both lengths in turn against the target, which is stopped then; prints the ratio of their peaks, and sets the exit code
 * when it is above the bar.
 *
 * @param generator run for so many requests in a process of its own
 * @param values options of the command line
 */
export async function compareMemory(generator, target, setting, values) {
  const requests = Number(values.requests);
  const rounds = Number(values.rounds);
  const run = (count) =>
    generator({ ...setting, through: values.through, requests: count, ...builtAt(values.dist) });
  try {
    report(
      Array.from({ length: rounds }, () => [run(FEW), run(requests)]),
      requests,
    );
  } finally {
    await target.stop();
  }
}

function report(pairs, requests) {
  const peaks = [0, 1].map((i) => median(pairs.map((pair) => pair[i].peakRssBytes)));
  const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const growth = median(pairs.map(([few, many]) => many.peakRssBytes / few.peakRssBytes));
  const rate = median(pairs.map(([, many]) => many.requestsPerSec));
  console.log(`${requests} requests at ${Math.round(rate / 1000)}k/s, ${pairs.length} rounds, medians`);
  console.log(
    `peak RSS ${megabytes(peaks[1])}, of ${FEW} requests ${megabytes(peaks[0])}: ratio ${growth.toFixed(3)}, ` +
      `bar ≤ ${MOST_GROWTH}: ${growth <= MOST_GROWTH ? 'pass' : 'MISS'}`,
  );
  if (growth > MOST_GROWTH) process.exitCode = 1;
}
