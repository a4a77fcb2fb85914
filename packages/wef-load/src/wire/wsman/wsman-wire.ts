import { randomUUID } from 'node:crypto';
import { computerName } from '../../event/computer-name.js';
import { AnswerText } from '../answer-text.js';
import {
  ACCEPTED,
  type AnswerVerdict,
  type Batch,
  type BatchWire,
  NEXT_PART,
  REFUSED,
} from '../batch-wire.js';
import { compileEvent, type UnitBytes } from '../compiled-event.js';
import { EnvelopeTooLargeError } from '../envelope-error.js';
import { EventBlock } from '../event-block.js';
import { FileTimeText } from '../file-time-text.js';
import { type EnvelopeLimits, envelopeParts } from './envelope-parts.js';
import { ackProblem } from './read-ack.js';
import { ACTIONS, deliveryHead, EVENTS_CLOSE, EVENTS_OPEN, encodeSoap, soapContentType } from './soap.js';
import type { Subscription } from './subscription.js';
import { wsmanEventText } from './wsman-event-text.js';

/** For the HTTP head, before the envelope's. */
const HTTP_HEADROOM = 1024;

export interface WsmanWireOptions {
  readonly slots: number;
  /** `host:port`. */
  readonly authority: string;
  readonly unit: UnitBytes;
  readonly runTag: string;
  readonly batchSize: number;
  readonly pool: readonly string[];
  /** That of each machine, by its number. */
  readonly subscriptions: readonly Subscription[];
  /** Lower limits than those of the subscriptions; null: none. */
  readonly maxEnvelopeBytes: number | null;
  readonly maxElements: number | null;
}

interface Part {
  readonly block: EventBlock;
  readonly events: number;
}

/** What is under way on a slot. */
interface Delivery {
  batch: Batch;
  part: number;
  /** Events of the parts before. */
  done: number;
  messageId: string;
  sequenceId: number;
  request: Uint8Array;
}

/**
 * The wire form of Windows: SOAP envelopes to the address of a subscription, each acknowledged by an Ack that relates to it. A batch is divided
 * into as many envelopes as the subscription's MaxEnvelopeSize and MaxElements ask for, one after the other on the machine's connection.
 */
export class WsmanWire implements BatchWire {
  readonly #o: WsmanWireOptions;
  readonly #parts: readonly (readonly Part[])[];
  readonly #deliveries: Delivery[];
  readonly #answers: AnswerText;
  readonly #time = new FileTimeText();
  readonly #operations = new Map<number, string>();
  readonly #sequences = new Map<number, number>();
  readonly #paths: readonly string[];
  readonly #headBytes: number;
  readonly #maxEnvelopeBytes: number;
  firstRefusal: string | undefined;

  /** @throws EnvelopeTooLargeError when an event fits into no envelope */
  constructor(options: WsmanWireOptions) {
    const { slots, subscriptions, unit } = options;
    this.#o = options;
    this.#maxEnvelopeBytes = Math.min(
      options.maxEnvelopeBytes ?? Number.POSITIVE_INFINITY,
      ...subscriptions.map(({ maxEnvelopeBytes }) => maxEnvelopeBytes),
    );
    this.#paths = subscriptions.map(({ address }) => new URL(address, 'http://localhost').pathname);
    const heads = subscriptions.map((subscription) => encodeSoap(largestHead(subscription), unit).length);
    this.#headBytes = Math.max(...heads);
    this.#parts = this.#makeParts();
    const batch = { firstRecordId: 0, count: 0, dueEpochMs: 0, machine: 0 };
    const request = new Uint8Array(0);
    this.#deliveries = Array.from({ length: slots }, () => ({
      ...{ batch, part: 0, done: 0, messageId: '', sequenceId: 0, request },
    }));
    this.#answers = new AnswerText(slots);
  }

  bytesFor(slot: number): Uint8Array {
    return this.#deliveries[slot]!.request;
  }

  begin(slot: number, batch: Batch): void {
    const delivery = this.#deliveries[slot]!;
    // The caller uses its batch again for the next slot.
    delivery.batch = { ...batch };
    delivery.part = 0;
    delivery.done = 0;
    this.#beginPart(slot, delivery);
  }

  again(slot: number): void {
    this.#writeHead(slot, this.#deliveries[slot]!);
  }

  feed(slot: number, bytes: Uint8Array, start: number, end: number): void {
    this.#answers.feed(slot, bytes, start, end);
  }

  answered(slot: number): AnswerVerdict {
    const delivery = this.#deliveries[slot]!;
    const problem = ackProblem(this.#answers.bytesOf(slot), delivery.messageId);
    if (problem !== null) {
      this.firstRefusal ??= problem;
      return REFUSED;
    }
    delivery.done += this.#parts[slot]![delivery.part]!.events;
    if (delivery.done >= delivery.batch.count) return ACCEPTED;
    delivery.part++;
    this.#beginPart(slot, delivery);
    return NEXT_PART;
  }

  #makeParts(): Part[][] {
    const { slots, pool, runTag, batchSize, unit, maxElements, subscriptions } = this.#o;
    const compiled = pool.map((text) => compileEvent(wsmanEventText(text), runTag, unit));
    const [prefix, suffix] = [EVENTS_OPEN, EVENTS_CLOSE].map((text) =>
      Buffer.from(text, unit === 2 ? 'utf16le' : 'utf8'),
    );
    const elements = [maxElements, ...subscriptions.map((one) => one.maxElements)].filter(
      (most) => most !== null,
    );
    const limits: EnvelopeLimits = {
      maxBytes: this.#maxEnvelopeBytes,
      maxElements: elements.length === 0 ? null : Math.min(...elements),
      overheadBytes: this.#headBytes + prefix!.length + suffix!.length,
      unit,
    };
    const stride = Math.max(1, Math.floor(pool.length / slots));
    return Array.from({ length: slots }, (_, slot) => {
      const events = Array.from(
        { length: batchSize },
        (_, i) => compiled[(slot * stride + i) % compiled.length]!,
      );
      const parts = envelopeParts(events, limits);
      if (parts === null) {
        const message = `an event is larger than an envelope may be, ${this.#maxEnvelopeBytes} bytes`;
        throw new EnvelopeTooLargeError(
          message,
          'Raise MaxEnvelopeSize of the subscription (maxEnvelopeBytes), or send other events.',
        );
      }
      const headroom = HTTP_HEADROOM + this.#headBytes;
      return parts.map((part) => ({
        block: new EventBlock({ events: part, unit, headroom, prefix: prefix!, suffix: suffix! }),
        events: part.length,
      }));
    });
  }

  #beginPart(slot: number, delivery: Delivery): void {
    const { batch, done } = delivery;
    const { block, events } = this.#parts[slot]![delivery.part]!;
    this.#time.set(batch.dueEpochMs);
    block.fill(
      batch.firstRecordId + done,
      Math.min(events, batch.count - done),
      this.#time.codes,
      batch.machine,
    );
    delivery.sequenceId = (this.#sequences.get(batch.machine) ?? 0) + 1;
    this.#sequences.set(batch.machine, delivery.sequenceId);
    this.#writeHead(slot, delivery);
  }

  /** The message's own part of the request, ending where the events begin. */
  #writeHead(slot: number, delivery: Delivery): void {
    const { unit, runTag, subscriptions, authority } = this.#o;
    const { batch, sequenceId, done } = delivery;
    const { block, events } = this.#parts[slot]![delivery.part]!;
    const subscription = subscriptions[batch.machine]!;
    delivery.messageId = `uuid:${randomUUID().toUpperCase()}`;
    const soap = encodeSoap(
      deliveryHead({
        to: subscription.address,
        action: ACTIONS.events,
        machine: computerName(batch.machine, runTag),
        messageId: delivery.messageId,
        operationId: this.#operationOf(batch.machine),
        identifier: subscription.identifier,
        version: subscription.version,
        maxEnvelopeBytes: this.#maxEnvelopeBytes,
        sequenceId,
        bookmark: batch.firstRecordId + Math.min(done + events, batch.count) - 1,
      }),
      unit,
    );
    const soapAt = block.start - soap.length;
    const head = `POST ${this.#paths[batch.machine]} HTTP/1.1\r\nHost: ${authority}\r\nContent-Type: ${soapContentType(unit)}\r\nContent-Length: ${block.end - soapAt}\r\n\r\n`;
    const headAt = soapAt - head.length;
    soap.copy(block.bytes, soapAt);
    block.bytes.write(head, headAt, 'latin1');
    delivery.request = block.bytes.subarray(headAt, block.end);
    this.#answers.begin(slot);
  }

  /** A machine's deliveries are one operation, whose messages are numbered. */
  #operationOf(machine: number): string {
    let id = this.#operations.get(machine);
    if (id === undefined) {
      id = `uuid:${randomUUID().toUpperCase()}`;
      this.#operations.set(machine, id);
    }
    return id;
  }
}

/** As long as a head can become. */
function largestHead({ address, identifier, version }: Subscription): string {
  const uuid = 'uuid:00000000-0000-0000-0000-000000000000';
  return deliveryHead({
    to: address,
    action: ACTIONS.events,
    machine: computerName(0, '00000000'),
    messageId: uuid,
    operationId: uuid,
    identifier,
    version,
    maxEnvelopeBytes: 1e9,
    sequenceId: Number.MAX_SAFE_INTEGER,
    bookmark: Number.MAX_SAFE_INTEGER,
  });
}
