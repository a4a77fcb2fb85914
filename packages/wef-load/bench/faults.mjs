// That one event in 100,000 is missed when it goes wrong: node bench/faults.mjs [--events n] [--one-in n]
// For each fault a run through a proxy before the reference collector, and whether the verification names exactly the events that were hit.
import { parseArgs } from 'node:util';
import { createRealClock, ignoreEvents, startTargetProcess } from '@benchwright/load-driver';
import {
  evidenceOf,
  idsOfFault,
  startFaultProxy,
  targetEntry,
  wefConfigSchema,
  wefSuite,
} from '@benchwright/wef-load';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '300000' }, 'one-in': { type: 'string', default: '100000' } },
});
const [count, oneIn] = [Number(values.events), Number(values['one-in'])];
const FINDINGS = { drop: 'missing', duplicate: 'duplicated', delay: 'late', corrupt: 'corrupt' };

const collector = await startTargetProcess({
  entry: targetEntry,
  args: ['--port', '0', '--flush-interval-secs', '1'],
});

async function verified(events) {
  const proxy = await startFaultProxy(collector.endpoints.wef, { events, delayMs: 1500 });
  const config = wefConfigSchema.parse({
    endpoint: proxy.endpoint,
    events: count,
    s3: { endpoint: collector.endpoints.s3, ...collector.credentials },
    collector: { flushIntervalSecs: 1 },
    ...{ verifyS3: true, verifyTimeout: '8s', settle: '1s', ceiling: false },
  });
  const plan = wefSuite.plan(config, 1);
  const { signal } = new AbortController();
  const clock = createRealClock();
  const session = await wefSuite.open(config, { clock, events: ignoreEvents, signal, seed: 1, plan });
  try {
    const record = await session.runTrial(plan.cells[0], 0, { signal, events: ignoreEvents, trialSeed: 1 });
    return evidenceOf(record).stored;
  } finally {
    await session.close();
    await proxy.close();
  }
}

try {
  for (const [fault, finding] of Object.entries(FINDINGS)) {
    const plan = { seed: 11, oneIn, faults: [fault] };
    const expected = idsOfFault(plan, fault, [[1, count]]);
    const { events, problems } = await verified(plan);
    const found = events[finding].ranges.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    );
    const isRight = found.join() === expected.join() && problems.length === 1;
    console.log(`${fault.padEnd(10)} ${isRight ? 'caught' : 'NOT CAUGHT'}  ${expected.join(', ')}`);
    if (!isRight) console.log(problems);
  }
} finally {
  await collector.close();
}
