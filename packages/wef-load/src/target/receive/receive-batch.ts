import type { IncomingMessage } from 'node:http';
import { EventCounts } from '../parse/event-counts.js';
import { MalformedBody } from '../parse/malformed-body.js';
import { type EventsRegion, scanBatch } from '../parse/scan-batch.js';
import type { Throughput } from '../stats/throughput.js';
import type { BatchSink } from './batch-sink.js';
import type { BodyPool } from './body-pool.js';
import { charsetOf, toUtf8 } from './charset.js';
import { type BodyFailure, type PooledBody, readBody } from './read-body.js';
import type { ReceiveCounters } from './receive-counters.js';

/** What every batch goes through. */
export interface ReceiverParts {
  readonly sink: BatchSink;
  readonly pool: BodyPool;
  readonly throughput: Throughput;
  readonly counters: ReceiveCounters;
  readonly maxBodyBytes: number;
  /** Wall clock, in milliseconds since the epoch. */
  readonly nowMs: () => number;
}

/** A status and what to say with it. */
export interface Refusal {
  readonly status: 400 | 413 | 415 | 500 | 503;
  readonly text: string;
}

const BUSY: Refusal = { status: 503, text: 'The collector is busy: send this batch again later.\n' };
// Cleared and filled without an await between, so that one will do for all.
const counts = new EventCounts();

/** What kind of message a batch comes in. */
export interface BatchForm {
  /** True for wire form `ws-man`, where each event is CDATA of an element of its own. */
  readonly wrapped: boolean;
  readonly subscriptionId: string | null;
  /** Looks at the message, in UTF-8. False: it brings no events, or none that are not there already. @throws MalformedBody */
  readonly hasEvents: (body: Buffer) => boolean;
}

/** Wire form `seed`: nothing but events. */
export const SEED_FORM: BatchForm = { wrapped: false, subscriptionId: null, hasEvents: () => true };

/**
 * Reads, checks and keeps one batch. Undefined when it was kept and may be acknowledged; 'aborted' when nobody waits for an answer.
 */
export async function receiveBatch(
  request: IncomingMessage,
  parts: ReceiverParts,
  form: BatchForm,
): Promise<Refusal | 'aborted' | undefined> {
  const { sink, pool, counters } = parts;
  const charset = charsetOf(request.headers);
  if (typeof charset !== 'string') return discard(request, count(counters, 'unsupported', charset));
  if (sink.isFull()) return discard(request, count(counters, 'refusedBusy', BUSY));
  const body = await readBody(request, pool, parts.maxBodyBytes);
  if (typeof body === 'string') return bodyRefusal(body, parts);
  try {
    return await keep(toRead(body, charset), form, parts);
  } finally {
    pool.takeBack(body.buffer);
  }
}

/** The body in UTF-8, later: a body of another encoding may be malformed. */
function toRead({ buffer, length }: PooledBody, charset: 'utf-8' | 'utf-16'): () => Buffer {
  return () => toUtf8(buffer.subarray(0, length), charset);
}

async function keep(
  read: () => Buffer,
  form: BatchForm,
  { sink, counters, throughput, nowMs }: ReceiverParts,
): Promise<Refusal | undefined> {
  const { wrapped, subscriptionId } = form;
  let body: Buffer;
  let region: EventsRegion;
  try {
    body = read();
    if (!form.hasEvents(body)) return undefined;
    region = scanBatch(body, wrapped, counts);
  } catch (error) {
    if (!(error instanceof MalformedBody)) throw error;
    return count(counters, 'malformed', { status: 400, text: `Refused: ${error.message}.\n` });
  }
  const byType = counts.byType();
  const batch = { body, ...region, events: counts.total, wrapped, subscriptionId, receivedAtMs: nowMs() };
  try {
    if (!(await sink.accept(batch))) return count(counters, 'refusedBusy', BUSY);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return count(counters, 'failed', { status: 500, text: `Not kept: ${why}\n` });
  }
  throughput.add(byType);
  counters.accepted++;
  counters.bodyBytes += body.length;
  return undefined;
}

function bodyRefusal(failure: BodyFailure, { counters, maxBodyBytes }: ReceiverParts): Refusal | 'aborted' {
  if (failure === 'aborted') {
    counters.aborted++;
    return failure;
  }
  if (failure === 'busy') return count(counters, 'refusedBusy', BUSY);
  return count(counters, 'tooLarge', { status: 413, text: `A batch may have ${maxBodyBytes} bytes.\n` });
}

function discard(request: IncomingMessage, refusal: Refusal): Refusal {
  request.on('error', () => {});
  request.resume();
  return refusal;
}

function count(
  counters: ReceiveCounters,
  what: Exclude<keyof ReceiveCounters, 'accepted' | 'bodyBytes' | 'aborted'>,
  refusal: Refusal,
): Refusal {
  counters[what]++;
  return refusal;
}
