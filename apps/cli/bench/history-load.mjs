// How long `history trend` takes with 10,000 runs, from the start of the process to the page written: 4 cells, 3 metrics each, one of
// which changes its level three times. Run after a build: node bench/history-load.mjs [runs]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = Number(process.argv[2] ?? 10_000);
const CELLS = ['get', 'put', 'list', 'delete'];
const bin = fileURLToPath(new URL('../bin/benchwright.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'benchwright-history-'));

/** Park and Miller's generator: the same history every time. */
let state = 1;
const random = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const noise = () => 1 + 0.03 * (random() + random() + random() + random() - 2);

function metric(unit, better, level) {
  const value = level * noise();
  return {
    ...{ unit, better, statistic: unit === 'ns' ? 'p50' : 'rate', n: 5, confidence: 0.95 },
    ...{ estimate: value, interval: [value * 0.99, value * 1.01] },
    ...(unit === 'ns'
      ? { percentiles: { 50: value, 95: value * 2 * noise(), 99: value * 3 * noise() } }
      : {}),
  };
}

function line(run, cell) {
  const startedAt = new Date(Date.UTC(2020, 0, 1) + run * 3_600_000).toISOString();
  const level = cell === 'get' ? 1 + 0.05 * Math.floor((4 * run) / RUNS) : 1;
  return JSON.stringify({
    ...{
      type: 'cell',
      v: 1,
      run: `r${String(run).padStart(6, '0')}`,
      suite: 'http',
      cell,
      factors: { method: cell },
    },
    ...{
      startedAt,
      machine: '0123456789abcdef',
      host: 'bench-1',
      config: 'c0ffee00',
      verdict: 'valid',
      reasons: [],
    },
    git: { commit: run.toString(16).padStart(40, '0'), branch: 'main', dirty: false },
    metrics: {
      responseTimeNs: metric('ns', 'lower', 1e6 * level),
      serviceTimeNs: metric('ns', 'lower', 9e5 * level),
      requestsPerSec: metric('1/s', 'higher', 1e4 / level),
    },
  });
}

const history = join(folder, 'history.ndjson');
const lines = Array.from({ length: RUNS }, (_, run) => CELLS.map((cell) => `${line(run, cell)}\n`).join(''));
writeFileSync(history, lines.join(''));
console.log(`${RUNS} runs, ${CELLS.length} cells each: ${(statSync(history).size / 1e6).toFixed(1)} MB`);
for (const flags of [['--cell', 'get', '--metric', 'responseTimeNs'], []]) {
  const page = join(folder, 'trend.html');
  const start = performance.now();
  const { status, stdout } = spawnSync(
    process.execPath,
    [bin, 'history', 'trend', '-o', folder, '--html', page, ...flags],
    {
      encoding: 'utf8',
      maxBuffer: 1e9,
    },
  );
  const sec = (performance.now() - start) / 1000;
  const [headline] = stdout.split('\n');
  console.log(
    `trend ${flags.join(' ')}: ${sec.toFixed(2)} s, exit ${status}: ${headline}; page ${(statSync(page).size / 1e3).toFixed(0)} kB`,
  );
}
rmSync(folder, { recursive: true });
