// What recording one value costs, beside the alternatives, on the same values in the same order of a shuffled schedule.
// Run: pnpm exec turbo run build --filter=@benchwright/stats && node packages/stats/bench/record-cost.mjs
import { createHistogram } from 'node:perf_hooks';
import { build, initWebAssembly } from 'hdr-histogram-js';
import { createRandom, Histogram, Moments, quantile } from '../dist/index.js';

const VALUES = 1 << 20;
const ROUNDS = 15;
const random = createRandom('record-cost');

// Latencies as a loopback service has them (log-normal, median 0.2 ms), integers and, as clock differences often are, fractions; and
// a slow service whose values pass 2^31 ns, where 32-bit arithmetic ends.
const whole = Float64Array.from({ length: VALUES }, () =>
  Math.floor(2e5 * Math.exp(random.nextNormal(0, 0.8))),
);
const fractional = whole.map((value) => value + random.nextFloat());
const slow = whole.map((value) => value * 20_000);

const hdrShape = {
  lowestDiscernibleValue: 1,
  highestTrackableValue: 3.6e12,
  numberOfSignificantValueDigits: 3,
  autoResize: false,
};
await initWebAssembly();

const mine = new Histogram({ measuredFrom: 'due' });
const hdrJs = build({ ...hdrShape, bitBucketSize: 32, useWebAssembly: false });
const hdrWasm = build({ ...hdrShape, bitBucketSize: 32, useWebAssembly: true });
const native = createHistogram({ lowest: 1, highest: 3_600_000_000_000, figures: 3 });
const moments = new Moments();

const contenders = {
  '@benchwright/stats, whole ns': () => {
    for (let i = 0; i < VALUES; i++) mine.record(whole[i]);
  },
  '@benchwright/stats, fractions': () => {
    for (let i = 0; i < VALUES; i++) mine.record(fractional[i]);
  },
  '@benchwright/stats, above 2^31 ns': () => {
    for (let i = 0; i < VALUES; i++) mine.record(slow[i]);
  },
  '@benchwright/stats, Moments.add': () => {
    for (let i = 0; i < VALUES; i++) moments.add(whole[i]);
  },
  'hdr-histogram-js, JS, 32 bit': () => {
    for (let i = 0; i < VALUES; i++) hdrJs.recordValue(whole[i]);
  },
  'hdr-histogram-js, WASM, 32 bit': () => {
    for (let i = 0; i < VALUES; i++) hdrWasm.recordValue(whole[i]);
  },
  'perf_hooks createHistogram': () => {
    for (let i = 0; i < VALUES; i++) native.record(whole[i]);
  },
};

const nsPerRecord = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const name of random.shuffle(Object.keys(contenders))) {
    const start = process.hrtime.bigint();
    contenders[name]();
    nsPerRecord[name].push(Number(process.hrtime.bigint() - start) / VALUES);
  }
}

const reference = quantile(nsPerRecord['@benchwright/stats, whole ns'].slice(2), 0.5);
console.log(
  `node ${process.version}, ${VALUES} values × ${ROUNDS} rounds (first two dropped), ns per record`,
);
console.log(
  `${'contender'.padEnd(36)}${'median'.padStart(9)}${'min'.padStart(9)}${'max'.padStart(9)}${'× ours'.padStart(9)}`,
);
for (const [name, all] of Object.entries(nsPerRecord)) {
  const kept = all.slice(2);
  const median = quantile(kept, 0.5);
  const cells = [median, Math.min(...kept), Math.max(...kept)].map((ns) => ns.toFixed(2).padStart(9));
  console.log(`${name.padEnd(36)}${cells.join('')}${(median / reference).toFixed(1).padStart(9)}`);
}
hdrWasm.destroy();
