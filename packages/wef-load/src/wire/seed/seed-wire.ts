import { AnswerText } from '../answer-text.js';
import { ACCEPTED, type AnswerVerdict, type Batch, type BatchWire, REFUSED } from '../batch-wire.js';
import { type CompiledEvent, compileEvent, mostBytesOf } from '../compiled-event.js';
import { EnvelopeTooLargeError } from '../envelope-error.js';
import { EventBlock } from '../event-block.js';
import { FileTimeText } from '../file-time-text.js';
import { seedEventText } from './seed-event-text.js';

const PREFIX = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><Envelope><Body><Events>');
const SUFFIX = Buffer.from('</Events></Body></Envelope>');
const HEADROOM = 1024;
/** What the reference collector takes, too. */
const MOST_ENVELOPE_BYTES = 64_000_000;
const QUOTED = 80;

export interface SeedWireOptions {
  readonly slots: number;
  /** `host:port`. */
  readonly authority: string;
  readonly path: string;
  readonly runTag: string;
  readonly batchSize: number;
  /** Texts of events with their placeholders; a slot's batch is `batchSize` of them, beginning elsewhere in each slot. */
  readonly pool: readonly string[];
  /** Null: 64 MB. */
  readonly maxEnvelopeBytes: number | null;
}

/** The wire form of the original: a plain envelope by POST, acknowledged by 200 and the text `OK`. */
export class SeedWire implements BatchWire {
  readonly #blocks: readonly EventBlock[];
  readonly #requests: Uint8Array[] = [];
  readonly #layouts: Int32Array;
  readonly #answers: AnswerText;
  readonly #time = new FileTimeText();
  readonly #head: string;
  firstRefusal: string | undefined;

  /** @throws EnvelopeTooLargeError: this form cannot divide a batch */
  constructor({ slots, authority, path, runTag, batchSize, pool, maxEnvelopeBytes }: SeedWireOptions) {
    const compiled = pool.map((text) => compileEvent(seedEventText(text), runTag, 1));
    const stride = Math.max(1, Math.floor(pool.length / slots));
    this.#blocks = Array.from({ length: slots }, (_, slot) => {
      const events = Array.from(
        { length: batchSize },
        (_, i) => compiled[(slot * stride + i) % compiled.length]!,
      );
      checkSize(events, maxEnvelopeBytes ?? MOST_ENVELOPE_BYTES);
      return new EventBlock({
        events,
        unit: 1,
        headroom: HEADROOM + path.length,
        prefix: PREFIX,
        suffix: SUFFIX,
      });
    });
    this.#layouts = new Int32Array(slots).fill(-1);
    this.#answers = new AnswerText(slots, 256);
    this.#head = `POST ${path} HTTP/1.1\r\nHost: ${authority}\r\nContent-Type: application/soap+xml\r\nContent-Length: `;
  }

  bytesFor(slot: number): Uint8Array {
    return this.#requests[slot]!;
  }

  begin(slot: number, { firstRecordId, count, dueEpochMs, machine }: Batch): void {
    const block = this.#blocks[slot]!;
    this.#time.set(dueEpochMs);
    block.fill(firstRecordId, count, this.#time.codes, machine);
    if (block.layouts !== this.#layouts[slot]) this.#writeHead(slot, block);
    this.#answers.begin(slot);
  }

  again(slot: number): void {
    this.#answers.begin(slot);
  }

  feed(slot: number, bytes: Uint8Array, start: number, end: number): void {
    this.#answers.feed(slot, bytes, start, end);
  }

  answered(slot: number): AnswerVerdict {
    const said = this.#answers.bytesOf(slot);
    // 'OK', the case of nearly every answer, without making a text of it.
    if (said.length === 2 && said[0] === 0x4f && said[1] === 0x4b) return ACCEPTED;
    const text = said.toString('utf8');
    if (text.trim() === 'OK') return ACCEPTED;
    this.firstRefusal ??= `answered with 200 and ${text === '' ? 'nothing' : JSON.stringify(text.slice(0, QUOTED))} instead of OK`;
    return REFUSED;
  }

  #writeHead(slot: number, block: EventBlock): void {
    const head = `${this.#head}${block.end - block.start}\r\n\r\n`;
    const from = block.start - head.length;
    block.bytes.write(head, from, 'latin1');
    this.#requests[slot] = block.bytes.subarray(from, block.end);
    this.#layouts[slot] = block.layouts;
  }
}

function checkSize(events: readonly CompiledEvent[], maxBytes: number): void {
  const bytes = events.reduce((sum, event) => sum + mostBytesOf(event, 1), PREFIX.length + SUFFIX.length);
  if (bytes <= maxBytes) return;
  const fits = Math.max(1, Math.floor((events.length * maxBytes) / bytes));
  const message = `a batch of ${events.length} events is up to ${bytes} bytes, more than an envelope may be (${maxBytes})`;
  throw new EnvelopeTooLargeError(
    message,
    `Send smaller batches, of some ${fits} events (batchSize), or raise maxEnvelopeBytes.`,
  );
}
