// One generator process that offers a constant load through the driver, paced as told. Started by arrival-deviation.mjs and
// stall-truth.mjs with its options as one JSON argument; prints one line of JSON.
import {
  buildRequest,
  createDriver,
  createHttp1Transport,
  createRealClock,
  fixedRequest,
  histogramOf,
  ignoreEvents,
  OutcomeTable,
} from '@benchwright/load-driver';

const {
  url,
  ratePerSec,
  seconds,
  connections,
  pacer,
  warmUpSeconds,
  quantiles = [],
} = JSON.parse(process.argv[2]);
const { hostname, port, host, pathname, protocol } = new URL(url);
const clock = createRealClock();
const outcomes = new OutcomeTable();
const transport = createHttp1Transport({
  host: hostname,
  port: Number(port),
  ...(protocol === 'https:' && { tls: { rejectUnauthorized: false } }),
  connections,
  connectionPolicy: 'shared',
  requests: fixedRequest(buildRequest({ path: pathname, host })),
  timeoutNs: 5e9,
  connectTimeoutNs: 5e9,
  outcomes,
  clock,
});
const driver = await createDriver({
  transport,
  clock,
  outcomes,
  drainTimeoutNs: 5e9,
  ...(pacer && { pacer }),
});
const constant = (forSeconds) => ({ model: 'constant', ratePerSec, durationNs: forSeconds * 1e9 });
const { counts, health, distributions } = await driver.runTrial({
  cell: 'constant',
  trial: 0,
  load: constant(seconds),
  warmup: warmUpSeconds > 0 ? constant(warmUpSeconds) : null,
  ctx: { signal: new AbortController().signal, events: ignoreEvents, trialSeed: 1 },
});
await driver.close();
const quantilesOf = (name) => {
  const histogram = histogramOf(distributions[name]);
  return quantiles.map((q) => histogram.quantileValue(q));
};
console.log(
  JSON.stringify({
    ...counts,
    pacer: health.pacer,
    cpuShare: health.cpuShare,
    responseNs: quantilesOf('responseTimeNs'),
    serviceNs: quantilesOf('serviceTimeNs'),
    sendLagNs: quantilesOf('sendLagNs'),
  }),
);
