// What each method costs at the sizes that occur and at the limits where it stops being exact.
// Run: pnpm exec turbo run build --filter=@benchwright/stats && node packages/stats/bench/method-cost.mjs
import {
  bcaBootstrap,
  createRandom,
  Histogram,
  hodgesLehmann,
  mannWhitney,
  median,
  medianInterval,
  pairedPermutation,
  quantile,
  steadyState,
  trendTest,
  wilcoxonSignedRank,
} from '../dist/index.js';

const random = createRandom('method-cost');
const normals = (n) => Array.from({ length: n }, () => random.nextNormal(100, 10));
const dice = (n) => Array.from({ length: n }, () => random.nextInt(6));
const fill = (n) => {
  const histogram = new Histogram({ measuredFrom: 'due' });
  for (let i = 0; i < n; i++) histogram.record(random.nextExponential(1 / 1e6));
  return histogram;
};

const [ten, twenty, fifty, many, hour] = [10, 20, 50, 20_000, 3600].map(normals);
const [ten2, twenty2, fifty2, many2] = [10, 20, 50, 20_000].map(normals);
const [pairs, pairs2] = [normals(200), normals(200)];
const [dieA, dieB] = [dice(50), dice(50)];
const [histogram, other] = [fill(1e6), fill(1e6)];
const encoded = histogram.encode();
const idle = new Histogram({ measuredFrom: 'due' });

const cases = {
  'median interval, 20 samples': () => medianInterval(twenty),
  'Mann–Whitney, 10 against 10': () => mannWhitney(ten, ten2),
  'Mann–Whitney, 50 against 50 (exact limit)': () => mannWhitney(fifty, fifty2),
  'Mann–Whitney, 50 against 50, many ties': () => mannWhitney(dieA, dieB),
  'Hodges–Lehmann, 20,000 against 20,000': () => hodgesLehmann(many, many2),
  'Wilcoxon, 10 pairs': () => wilcoxonSignedRank(ten, ten2),
  'Wilcoxon, 200 pairs (exact limit)': () => wilcoxonSignedRank(pairs, pairs2),
  'paired permutation, 10 pairs': () => pairedPermutation(ten, ten2),
  'paired permutation, 20 pairs (exact limit)': () => pairedPermutation(twenty, twenty2),
  'paired permutation, 200 pairs, 9,999 patterns': () => pairedPermutation(pairs, pairs2),
  'BCa of a median, 20 samples, 9,999 resamples': () => bcaBootstrap(twenty, median),
  'steady state of an hour of seconds': () => steadyState(hour),
  'trend of 1,000 values': () => trendTest(hour.slice(0, 1000)),
  'Histogram: new': () => new Histogram(),
  'Histogram: merge': () => idle.merge(other),
  'Histogram: reset': () => idle.reset(),
  'Histogram: one quantile of 1e6 values': () => histogram.quantile(0.99),
  'Histogram: encode 1e6 values': () => histogram.encode(),
  'Histogram: decode': () => Histogram.decode(encoded),
};

console.log(`node ${process.version}; median of repeated calls, ms`);
for (const [name, run] of Object.entries(cases)) {
  run();
  const ms = [];
  const begin = performance.now();
  while (ms.length < 5 || (performance.now() - begin < 500 && ms.length < 500)) {
    const start = performance.now();
    run();
    ms.push(performance.now() - start);
  }
  console.log(`${name.padEnd(48)}${quantile(ms, 0.5).toFixed(3).padStart(10)}`);
}
