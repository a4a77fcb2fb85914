import {
  type CeilingAnswer,
  type CeilingContext,
  createDriver,
  createHttp1Transport,
  createOperationTransport,
  type Exchange,
  fixedRequest,
  ignoreEvents,
  OutcomeTable,
  type Transport,
} from '@benchwright/load-driver';
import type { Ceiling, TrialRecord } from '@benchwright/result-schema';
import type { CellSpec } from '../design/cell-spec.js';
import { eventsPayload } from '../lambda/generators.js';
import { BYTES_PER_MB } from '../lambda/settings.js';
import type { Storage } from './open-storage.js';
import { rawMultipart } from './raw-multipart.js';
import { signedPut } from './sign-put.js';

/** A prepared request, or a prepared part, stands in memory whole. */
const MOST_BYTES = 256 * 1024 ** 2;
const TRIALS = 3;
const WARMUP_SHARE = 0.25;
const DRAIN_NS = 30e9;
const CONNECT_NS = 5e9;
const KEY = 'benchwright-ceiling/object.jsonl';
const LINE_BYTES = 256;
const OF = 'the same bytes by hand-signed requests';

interface RawCeilingOptions {
  readonly spec: CellSpec;
  readonly storage: Storage;
  readonly connections: number;
  /** Parts of one upload in flight at once. */
  readonly queueSize: number;
  readonly lengthNs: number | false;
  /** Ceilings of this session by what they depend on: the exchange alone does not tell how bodies are signed. */
  readonly measured: Map<string, Ceiling>;
}

/**
 * How many objects of this size a second the same S3 takes from this machine without Lambda and SDK, as many at once as invocations are
 * under way: one PutObject each, signed beforehand, on the raw transport; objects of several parts as multipart uploads of the same parts,
 * signed by hand. What lies between this and the cell is what the functions and their client cost.
 *
 * @throws what the transport throws when S3 is gone
 */
export async function rawCeiling(options: RawCeilingOptions, ctx: CeilingContext): Promise<CeilingAnswer> {
  const { spec, storage, connections, queueSize, lengthNs, measured } = options;
  if (lengthNs === false || lengthNs === 0) return { none: 'it was turned off (ceiling: false)' };
  if (storage.endpoint?.startsWith('http:') !== true) return { none: 'it is not measured over TLS' };
  const partBytes = (spec.partMb ?? Number.POSITIVE_INFINITY) * BYTES_PER_MB;
  const isMultipart = spec.objectBytes > partBytes;
  if (Math.min(spec.objectBytes, partBytes) > MOST_BYTES) {
    return { none: 'what is sent in one request is too large to be prepared' };
  }
  const name = `${spec.objectBytes} ${isMultipart ? partBytes : 'whole'} ${spec.payloadSigning} ${connections}`;
  const known = measured.get(name);
  if (known !== undefined) return { ceiling: known };
  const exchange: Exchange = {
    protocol: 'http1',
    requestBytes: spec.objectBytes,
    bodyBytes: 0,
    connections,
    pipelining: isMultipart ? queueSize : 1,
  };
  ctx.events({ type: 'ceiling-started', cell: ctx.cell, durationNs: lengthNs, of: OF });
  const at = new Date().toISOString();
  const outcomes = new OutcomeTable();
  const open = isMultipart ? uploadsOf : putsOf;
  const transport = open(spec, storage, { exchange, clock: ctx.clock, outcomes, partBytes });
  const ceiling = await measure(exchange, transport, { outcomes, lengthNs, ctx });
  if (ceiling.ratePerSec === 0) return { none: 'S3 took none of the plain requests' };
  measured.set(name, ceiling);
  return { at, ceiling };
}

interface TransportParts {
  readonly exchange: Exchange;
  readonly clock: CeilingContext['clock'];
  readonly outcomes: OutcomeTable;
  readonly partBytes: number;
}

function putsOf(spec: CellSpec, storage: Storage, { exchange, clock, outcomes }: TransportParts) {
  const { hostname, port } = new URL(storage.endpoint!);
  const signsBody = spec.payloadSigning === 'signed';
  const body = bodyOf(spec.objectBytes);
  const request = signedPut({ ...addressOf(storage), body, signsBody, now: new Date() });
  return createHttp1Transport({
    host: hostname,
    port: Number(port || 80),
    connections: exchange.connections,
    requests: fixedRequest(request),
    connectionPolicy: 'shared',
    timeoutNs: DRAIN_NS,
    connectTimeoutNs: CONNECT_NS,
    clock,
    outcomes,
  });
}

function uploadsOf(spec: CellSpec, storage: Storage, parts: TransportParts) {
  const { exchange, clock, outcomes, partBytes } = parts;
  const { operation, close } = rawMultipart({
    ...addressOf(storage),
    part: bodyOf(partBytes),
    objectBytes: spec.objectBytes,
    queueSize: exchange.pipelining,
    signsBodies: spec.payloadSigning === 'signed',
    uploads: exchange.connections,
  });
  const slots = exchange.connections;
  const end = async (): Promise<void> => close();
  return createOperationTransport(operation, { slots, timeoutNs: DRAIN_NS, clock, outcomes, close: end });
}

function addressOf({ endpoint, bucket, region, keys }: Storage) {
  return { endpoint: endpoint!, bucket, key: KEY, region, keys };
}

function bodyOf(bytes: number): Buffer {
  const count = Math.ceil(bytes / LINE_BYTES);
  return eventsPayload({ count, eventBytes: LINE_BYTES, nowMs: Date.now() }).subarray(0, bytes);
}

async function measure(
  exchange: Exchange,
  transport: Transport,
  { outcomes, lengthNs, ctx }: { outcomes: OutcomeTable; lengthNs: number; ctx: CeilingContext },
): Promise<Ceiling> {
  const { clock, signal } = ctx;
  const { connections, pipelining, protocol, requestBytes, bodyBytes } = exchange;
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
      of: OF,
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
