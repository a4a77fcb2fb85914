import {
  type CeilingAnswer,
  type CeilingContext,
  createDriver,
  createHttp1Transport,
  type Exchange,
  fixedRequest,
  ignoreEvents,
  OutcomeTable,
} from '@benchwright/load-driver';
import type { Ceiling, TrialRecord } from '@benchwright/result-schema';
import type { CellSpec } from '../design/cell-spec.js';
import { eventsPayload } from '../lambda/generators.js';
import type { Storage } from './open-storage.js';
import { signedPut } from './sign-put.js';

/** A prepared request stands in memory whole. */
const MOST_BYTES = 256 * 1024 ** 2;
const TRIALS = 3;
const WARMUP_SHARE = 0.25;
const DRAIN_NS = 30e9;
const CONNECT_NS = 5e9;
const KEY = 'benchwright-ceiling/object.jsonl';
const LINE_BYTES = 256;

interface RawCeilingOptions {
  readonly spec: CellSpec;
  readonly storage: Storage;
  readonly connections: number;
  readonly lengthNs: number | false;
  /** Ceilings of this session by what they depend on: the exchange alone does not tell how bodies are signed. */
  readonly measured: Map<string, Ceiling>;
}

/**
 * How many objects of this size a second the same S3 takes from this machine without Lambda and SDK: one PutObject each, signed beforehand,
 * on the raw transport, over as many connections as invocations are under way. What lies between this and the cell is what the functions
 * and their client cost.
 *
 * @throws what the transport throws when S3 is gone
 */
export async function rawCeiling(options: RawCeilingOptions, ctx: CeilingContext): Promise<CeilingAnswer> {
  const { spec, storage, connections, lengthNs, measured } = options;
  if (lengthNs === false || lengthNs === 0) return { none: 'it was turned off (ceiling: false)' };
  if (storage.endpoint?.startsWith('http:') !== true) return { none: 'it is not measured over TLS' };
  if (spec.objectBytes > MOST_BYTES) return { none: 'the object is too large for one prepared request' };
  const name = `${spec.objectBytes} ${spec.payloadSigning} ${connections}`;
  const known = measured.get(name);
  if (known !== undefined) return { ceiling: known };
  const request = requestOf(spec, storage);
  const exchange: Exchange = {
    protocol: 'http1',
    requestBytes: request.length,
    bodyBytes: 0,
    connections,
    pipelining: 1,
  };
  ctx.events({ type: 'ceiling-started', cell: ctx.cell, durationNs: lengthNs });
  const at = new Date().toISOString();
  const ceiling = await measure(exchange, request, { endpoint: storage.endpoint, lengthNs, ctx });
  if (ceiling.ratePerSec === 0) return { none: 'S3 took none of the plain requests' };
  measured.set(name, ceiling);
  return { at, ceiling };
}

function requestOf(spec: CellSpec, { endpoint, bucket, region, keys }: Storage): Buffer {
  const now = new Date();
  const count = Math.ceil(spec.objectBytes / LINE_BYTES);
  const body = eventsPayload({ count, eventBytes: LINE_BYTES, nowMs: now.getTime() }).subarray(
    0,
    spec.objectBytes,
  );
  const signsBody = spec.payloadSigning === 'signed';
  return signedPut({ endpoint: endpoint!, bucket, key: KEY, region, keys, body, signsBody, now });
}

async function measure(
  exchange: Exchange,
  request: Buffer,
  { endpoint, lengthNs, ctx }: { endpoint: string; lengthNs: number; ctx: CeilingContext },
): Promise<Ceiling> {
  const { clock, signal } = ctx;
  const { connections, pipelining, protocol, requestBytes, bodyBytes } = exchange;
  const { hostname, port } = new URL(endpoint);
  const outcomes = new OutcomeTable();
  const transport = createHttp1Transport({
    host: hostname,
    port: Number(port || 80),
    connections,
    requests: fixedRequest(request),
    connectionPolicy: 'shared',
    timeoutNs: DRAIN_NS,
    connectTimeoutNs: CONNECT_NS,
    clock,
    outcomes,
  });
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: DRAIN_NS });
  try {
    const records: TrialRecord[] = [];
    for (let trial = 0; trial < TRIALS && !signal.aborted; trial++) {
      const load = (share: number) =>
        ({ model: 'closed', concurrency: connections, durationNs: lengthNs * share }) as const;
      const record = await driver.runTrial({
        cell: 'ceiling',
        trial,
        load: load((1 - WARMUP_SHARE) / TRIALS),
        warmup: trial === 0 ? load(WARMUP_SHARE) : null,
        ctx: { signal, events: ignoreEvents, trialSeed: trial },
      });
      if (!record.interrupted) records.push(record);
    }
    const rates = records.map(({ counts, durationNs }) => (counts.ok * 1e9) / durationNs);
    const best = rates.indexOf(Math.max(...rates));
    const record = records[best];
    if (record === undefined) throw new Error('the measurement of the ceiling was aborted');
    const { busyShare } = record.health;
    return {
      ...{ protocol, requestBytes, bodyBytes, connections, pipelining },
      ratePerSec: rates[best]!,
      perTrial: rates,
      busyShare,
      // A server that works: it is what limits, unless this process was busy all the time.
      limitedBy: busyShare >= 0.9 ? 'generator' : 'responder',
    };
  } finally {
    await driver.close();
  }
}
