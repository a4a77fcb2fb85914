// One generator in this process, for generator.mjs: offers to the port given, prints events per second, CPU and memory as a line of JSON.
import {
  createDriver,
  createHttp1Transport,
  createRealClock,
  fixedRequest,
  ignoreEvents,
  OutcomeTable,
} from '@benchwright/load-driver';
import { createWorkerTransport } from '../dist/wef-worker.js';

const { port, mode, secs, connections, batchSize, ratePerSec } = JSON.parse(process.argv[2]);
const clock = createRealClock();
const outcomes = new OutcomeTable();
const EVENT =
  '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing"/>' +
  '<EventID>4624</EventID><TimeCreated SystemTime="{{time}}"/><EventRecordID>{{recordId}}</EventRecordID><Channel>Security</Channel>' +
  '<Computer>{{computer}}</Computer></System><EventData><Data Name="Text">{{text 860 860}}</Data></EventData></Event>';
const ledger = new SharedArrayBuffer(2 ** 22);
const address = { host: '127.0.0.1', port, authority: `127.0.0.1:${port}`, tls: null, connections };
const options = {
  ...address,
  wire: { form: 'seed', path: '/wsman/events' },
  templates: [{ eventId: 4624, weight: 1, xml: EVENT }],
  seed: 1,
  runTag: '0badcafe',
  batchSize,
  machines: 100,
  maxEnvelopeBytes: null,
  timeoutNs: 30e9,
  resends: 0,
  resendAfterNs: 1e9,
  ledger,
  terms: { firstRecordId: 1_000_000_000, batchSize, events: null },
};

/** The same bytes again and again: what patching costs is the difference. */
function unpatched(bytes) {
  const body = Buffer.alloc(bytes, 'x');
  const head = `POST /wsman/events HTTP/1.1\r\nHost: ${address.authority}\r\nContent-Length: ${body.length}\r\n\r\n`;
  const requests = fixedRequest(Buffer.concat([Buffer.from(head), body]));
  const limits = { connectionPolicy: 'shared', timeoutNs: 30e9, connectTimeoutNs: 30e9 };
  return createHttp1Transport({ ...address, ...limits, requests, outcomes, clock, tls: undefined });
}

const transport =
  mode === 'fixed'
    ? unpatched(batchSize * 1200)
    : await createWorkerTransport(options, { clock, outcomes, slice: { index: 0, of: 1 } });
const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 5e9 });
const trial = (durationNs) => {
  const load =
    ratePerSec > 0
      ? { model: 'constant', ratePerSec: ratePerSec / batchSize, durationNs }
      : { model: 'closed', concurrency: connections, durationNs };
  const ctx = { signal: new AbortController().signal, events: ignoreEvents, trialSeed: 1 };
  return driver.runTrial({ cell: mode, trial: 0, load, warmup: null, ctx });
};
await trial(1e9);
const rssBefore = process.memoryUsage().rss;
const cpuBefore = process.cpuUsage();
const record = await trial(secs * 1e9);
const { user, system } = process.cpuUsage(cpuBefore);
await driver.close();
console.log(
  JSON.stringify({
    eventsPerSec: (record.counts.ok * batchSize * 1e9) / record.durationNs,
    bytesPerEvent: record.bytes.out / record.counts.sent / batchSize,
    failed: record.counts.failed,
    cpuShare: (user + system) / 1e6 / secs,
    busyShare: record.health.busyShare,
    rssBefore,
    rssAfter: process.memoryUsage().rss,
    gcPauseMs: record.health.gcPauseNs / 1e6,
  }),
);
