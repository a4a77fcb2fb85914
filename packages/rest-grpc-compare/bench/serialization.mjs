// How much faster or slower protobuf is than JSON, message by message, as the servers and as the clients of this suite encode, in ratios with
// their 95 % intervals over interleaved trials.
//   node bench/serialization.mjs [trials] [ms per trial]
import {
  compareTrialValues,
  createRealClock,
  ignoreEvents,
  percentileOf,
  runSuite,
} from '@benchwright/load-driver';
import { serializationConfigSchema, serializationSuite } from '../dist/index.js';

const config = serializationConfigSchema.parse({
  trials: Number(process.argv[2] ?? 5),
  duration: `${process.argv[3] ?? 100}ms`,
});
const plan = serializationSuite.plan(config, 1);
const perTrial = new Map(plan.cells.map(({ id }) => [id, []]));
const batches = new Map(plan.cells.map(({ id, factors }) => [id, factors.batch]));

await runSuite({
  suite: serializationSuite,
  config,
  plan,
  runId: 'bench',
  done: [],
  clock: createRealClock(),
  events: ignoreEvents,
  signal: new AbortController().signal,
  append: async (record) => {
    if (record.type !== 'trial') return;
    perTrial.get(record.cell).push(percentileOf(record, 'serviceTimeNs', 50) / batches.get(record.cell));
  },
});

const PAIRS = [
  ['response', 'encode', 'json-compiled', 'protobuf-reused', 'servers encode'],
  ['response', 'decode', 'json', 'protobuf', 'clients decode'],
];
for (const operation of config.operations) {
  for (const [message, direction, from, to, what] of PAIRS) {
    const [base, head] = [from, to].map((codec) => `${operation}-${message}-${direction}-${codec}`);
    const { ratio } = compareTrialValues({
      metric: 'nsPerMessage',
      like: { unit: 'ns', better: 'lower', statistic: 'p50 of the batches' },
      base: { cell: base, perTrial: perTrial.get(base) },
      head: { cell: head, perTrial: perTrial.get(head) },
    });
    const [low, high] = ratio.interval.map((bound) => bound?.toFixed(2) ?? '?');
    const mean = (id) => perTrial.get(id).reduce((sum, ns) => sum + ns, 0) / perTrial.get(id).length;
    const times = `${from} ${mean(base).toFixed(0)} ns, ${to} ${mean(head).toFixed(0)} ns`;
    console.log(
      `${operation.padEnd(16)} ${what.padEnd(15)} ratio ${ratio.estimate.toFixed(2)} (${low}–${high})  ${times}`,
    );
  }
}
