// What a record costs: appending one (checked, written, synced) against writing the same bytes and syncing them, and
// reading a log against JSON.parse of its lines alone. Prints medians and ratios; run it on an idle machine.
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecordLog, readRecordLog } from '../dist/index.js';

const SECONDS = 600;
const APPENDS = 200;
const ROUNDS = 5;

const load = { model: 'constant', ratePerSec: 1000, durationNs: SECONDS * 1e9 };
const environment = {
  hostname: 'bench',
  os: { platform: 'linux', release: '6', arch: 'x64', distribution: null },
  cpu: { model: 'x', logicalCores: 1, usableCores: 1, governor: null, mhz: null, turbo: null },
  memory: { totalBytes: 1, limitBytes: null },
  container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
  virtualization: null,
  runtime: { node: process.versions.node, v8: process.versions.v8, openssl: null, uv: null, execArgv: [] },
  packages: {},
  git: null,
  ci: null,
};
const plan = {
  seed: 1,
  cells: [{ id: 'a', factors: {}, trialLoads: Array.from({ length: APPENDS }, () => load) }],
  order: Array.from({ length: APPENDS }, (_, trial) => ({ cell: 'a', trial })),
};
const startedAt = new Date(0).toISOString();
const header = {
  type: 'run',
  v: 1,
  id: 'bench',
  suite: 'bench',
  suiteVersion: '0',
  startedAt,
  seed: 1,
  command: [],
  config: {},
  plan,
  environment,
};

function trialRecord(trial) {
  const perSecond = (scale) => Array.from({ length: SECONDS }, (_, second) => scale + (second % 97));
  const distribution = (measuredFrom) => ({
    measuredFrom,
    histogram: 'HISTFAAA'.repeat(500),
    count: 600_000,
    mean: 1.5e6,
    m2: 1e15,
    min: 1e5,
    max: 9e7,
    overflowCount: 0,
  });
  return {
    type: 'trial',
    v: 1,
    cell: 'a',
    trial,
    load,
    startedAt,
    durationNs: SECONDS * 1e9,
    warmup: { requests: 0, durationNs: 0 },
    interrupted: false,
    counts: { offered: 600_000, sent: 600_000, ok: 600_000, failed: 0, dropped: 0, errors: {} },
    bytes: { out: 1, in: 1, body: 1 },
    connections: { opened: 50, reopened: 0 },
    distributions: {
      responseTimeNs: distribution('due'),
      serviceTimeNs: distribution('send'),
      sendLagNs: distribution('other'),
    },
    series: {
      intervalNs: 1e9,
      offered: perSecond(1000),
      ok: perSecond(1000),
      failed: perSecond(0),
      responseP50Ns: perSecond(1e6),
      responseP99Ns: perSecond(2e6),
      responseMaxNs: perSecond(9e6),
    },
    health: {
      pacer: 'timer',
      cpuShare: 0.5,
      busyShare: 0.5,
      eventLoopDelayP99Ns: 1,
      eventLoopDelayMaxNs: 1,
      sendLagP99Ns: 1,
      stealShare: 0,
      gcPauseNs: 1,
      maxRssBytes: 1,
      queueHighWater: 1,
    },
    target: null,
    extra: {},
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const timed = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const folder = await mkdtemp(join(tmpdir(), 'benchwright-'));
const [appended, raw, read, parsed] = [[], [], [], []];
let bytes = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const file = join(folder, `run-${round}.ndjson`);
  const records = Array.from({ length: APPENDS }, (_, trial) => trialRecord(trial));
  const log = await openRecordLog(file, { mode: 'create' });
  await log.append(header);
  for (const record of records) appended.push(await timed(() => log.append(record)));
  await log.close();
  const handle = await open(join(folder, `raw-${round}`), 'a');
  for (const record of records) {
    const line = `${JSON.stringify(record)}\n`;
    bytes = line.length;
    raw.push(
      await timed(async () => {
        await handle.write(line);
        await handle.datasync();
      }),
    );
  }
  await handle.close();
  read.push(await timed(() => readRecordLog(file)));
  parsed.push(
    await timed(async () =>
      (await readFile(file, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ),
  );
}
await rm(folder, { recursive: true });

const ms = (value) => `${value.toFixed(2)} ms`;
console.log(`one record: ${(bytes / 1024).toFixed(0)} KiB (a trial of ${SECONDS} s)`);
console.log(
  `append      ${ms(median(appended))}, the same bytes written and synced ${ms(median(raw))}: ×${(median(appended) / median(raw)).toFixed(2)}`,
);
console.log(
  `read ${APPENDS}    ${ms(median(read))}, JSON.parse alone ${ms(median(parsed))}: ×${(median(read) / median(parsed)).toFixed(2)}`,
);
