// One table of ratios, each beside its bar.
import { MOST_FOREIGN_CORES, median, ratios } from './interleaved-rounds.mjs';

const MISS = 'MISS';

/** The rows of one load: `ours` and `driver` (where they ran) against each peer. `bars`: by peer, of `ours` by rate. */
export function barRows(load, { kept, names, foreign }, bars) {
  const peers = names.filter((name) => name !== 'ours' && name !== 'driver');
  return ['ours', 'driver']
    .filter((name) => names.includes(name))
    .flatMap((name) =>
      peers.map((peer) => {
        const { byRate, byCpu } = ratios(kept, name, peer);
        const bar = name === 'ours' ? bars[peer] : undefined;
        const own = kept.map((round) => round[name]);
        return {
          load,
          ratio: `${name} / ${peer}`,
          rate: perSec(median(own.map(({ requestsPerSec }) => requestsPerSec))),
          cpu: `${(median(own.map(({ cpuNsPerRequest }) => cpuNsPerRequest)) / 1000).toFixed(2)} µs`,
          byRate: spread(byRate),
          byCpu: spread(byCpu),
          cores: [name, peer].map((who) => coresOf(kept.map((round) => round[who]))).join('; '),
          others: Number.isNaN(foreign) ? 'unknown' : foreign.toFixed(2),
          bar: bar === undefined ? '–' : `≥ ${bar}`,
          verdict: verdictOf(median(byRate), bar, foreign),
        };
      }),
    );
}

function verdictOf(ratio, bar, foreign) {
  if (bar === undefined) return '–';
  const disturbed = foreign > MOST_FOREIGN_CORES ? ', disturbed' : '';
  return `${ratio >= bar ? 'pass' : MISS}${disturbed}`;
}

const HEADINGS = {
  load: 'load',
  ratio: 'ratio',
  rate: 'rate',
  cpu: 'CPU each',
  byRate: 'by rate',
  byCpu: 'by CPU',
  cores: 'generator + target cores',
  others: 'others’ cores',
  bar: 'bar, by rate',
  verdict: 'verdict',
};

/** Prints the rows; the exit code becomes 1 when one misses its bar. */
export function printBars(rows) {
  const keys = Object.keys(HEADINGS);
  const lines = [HEADINGS, ...rows];
  const widths = keys.map((key) => Math.max(...lines.map((line) => line[key].length)));
  for (const [i, line] of lines.entries()) {
    console.log(`| ${keys.map((key, k) => line[key].padEnd(widths[k])).join(' | ')} |`);
    if (i === 0) console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  }
  if (rows.some(({ verdict }) => verdict.startsWith(MISS))) process.exitCode = 1;
}

/** Who was the limit: cores that the generator itself used and cores that the target used meanwhile, medians. */
function coresOf(results) {
  const generator = median(
    results.map(({ requestsPerSec, cpuNsPerRequest }) => (requestsPerSec * cpuNsPerRequest) / 1e9),
  );
  return `${generator.toFixed(2)} + ${median(results.map(({ targetCores }) => targetCores)).toFixed(2)}`;
}

/** Median and range. */
const spread = (numbers) =>
  `${median(numbers).toFixed(2)} (${Math.min(...numbers).toFixed(2)}–${Math.max(...numbers).toFixed(2)})`;

const perSec = (rate) => (rate >= 1e4 ? `${(rate / 1000).toFixed(1)}k/s` : `${Math.round(rate)}/s`);
