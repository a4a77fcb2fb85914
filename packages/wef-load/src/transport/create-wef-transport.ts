import {
  type Clock,
  createHttp1Transport,
  type Http1TlsOptions,
  type WorkerTransportContext,
} from '@benchwright/load-driver';
import { drawEvents } from '../event/event-mix.js';
import type { EventTemplate } from '../event/event-template.js';
import { BatchLedger, type BatchLedgerTerms } from '../ledger/batch-ledger.js';
import type { BatchWire } from '../wire/batch-wire.js';
import type { UnitBytes } from '../wire/compiled-event.js';
import { SeedWire } from '../wire/seed/seed-wire.js';
import type { Subscription } from '../wire/wsman/subscription.js';
import { WsmanWire } from '../wire/wsman/wsman-wire.js';
import { machinesOfSlots, shareOf } from './slot-machines.js';
import { WefTransport } from './wef-transport.js';

/** How the batches go over the wire. Plain data. */
export type WireOptions =
  | { readonly form: 'seed'; readonly path: string }
  | {
      readonly form: 'ws-man';
      readonly unit: UnitBytes;
      /** Of each machine, by its number. */
      readonly subscriptions: readonly Subscription[];
      readonly maxElements: number | null;
    };

/** Everything that is needed to send the batches of a trial. Plain data: it can be sent to a thread. */
export interface WefSendOptions {
  readonly host: string;
  readonly port: number;
  /** `host:port`, for the Host field. */
  readonly authority: string;
  /** Null: no TLS. */
  readonly tls: Http1TlsOptions | null;
  readonly wire: WireOptions;
  readonly templates: readonly EventTemplate[];
  readonly seed: number;
  readonly runTag: string;
  readonly batchSize: number;
  /** Of all threads together. */
  readonly connections: number;
  readonly machines: number;
  /** Null: what the subscriptions say; of the seed's form, 64 MB. */
  readonly maxEnvelopeBytes: number | null;
  readonly timeoutNs: number;
  readonly resends: number;
  readonly resendAfterNs: number;
  /** Shared by all threads. */
  readonly ledger: SharedArrayBuffer;
  readonly terms: BatchLedgerTerms;
}

/** So many different events are drawn at most; batches are made of them, each connection's of others while they last. */
const MOST_POOL_EVENTS = 4096;

/** The texts of the events that a run is made of, the same in every thread. */
export function eventPool({
  templates,
  batchSize,
  connections,
  seed,
}: Pick<WefSendOptions, 'templates' | 'batchSize' | 'connections' | 'seed'>): string[] {
  const wanted = Math.min(MOST_POOL_EVENTS, batchSize * connections);
  return drawEvents(templates, Math.max(wanted, batchSize), seed);
}

/**
 * The transport of one thread: its share of the connections and of the machines, and every `of`-th batch.
 *
 * @throws TransportOptionError when a certificate or key cannot be used; EnvelopeTooLargeError
 */
export async function createWefTransport(
  options: WefSendOptions,
  ctx: WorkerTransportContext,
): Promise<WefTransport> {
  const { clock, outcomes, slice } = ctx;
  const { host, port, tls, timeoutNs, connections, machines, resends, resendAfterNs } = options;
  const slots = shareOf(connections, slice);
  const wire = createWire(options, slots);
  const inner = createHttp1Transport({
    host,
    port,
    ...(tls === null ? {} : { tls }),
    connections: slots,
    connectionPolicy: 'shared',
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    isSuccess: (status) => status === 200,
    onBody: (slot, bytes, start, end) => wire.feed(slot, bytes, start, end),
    requests: wire,
    outcomes,
    clock,
  });
  return new WefTransport({
    inner,
    wire,
    ledger: new BatchLedger(options.ledger, options.terms),
    clock,
    outcomes,
    slice,
    epochMs: epochOf(clock),
    machinesOf: machinesOfSlots(machines, connections, slice),
    resends,
    resendAfterNs,
  });
}

function createWire(options: WefSendOptions, slots: number): BatchWire {
  const { wire, authority, runTag, batchSize, maxEnvelopeBytes } = options;
  const common = { slots, authority, runTag, batchSize, maxEnvelopeBytes, pool: eventPool(options) };
  return wire.form === 'seed' ? new SeedWire({ ...common, ...wire }) : new WsmanWire({ ...common, ...wire });
}

/**
 * Milliseconds since 1970 at 0 of the clock: read where the wall clock's millisecond changes, so that it is exact to some microseconds
 * and not to half a millisecond. Takes a millisecond.
 */
function epochOf(clock: Clock): number {
  const before = Date.now();
  let after = before;
  while (after === before) after = Date.now();
  return after - clock.nowNs() / 1e6;
}
