import type { FaultyEvent } from './fault-plan.js';

/** A batch after something happened to events in it. */
export interface EditedBatch {
  readonly body: Buffer;
  /** One body for each event that is held back. */
  readonly heldBack: readonly Buffer[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const RECORD_ID = '<EventRecordID>';

/** The first and the last record id in a batch; null for a body without any. Decodes nothing but the two ids, however long the body. */
export function idsOfBatch(body: Buffer): { readonly first: number; readonly last: number } | null {
  const encoding = isUtf16(body) ? 'utf16le' : 'latin1';
  const element = Buffer.from(RECORD_ID, encoding);
  const first = body.indexOf(element);
  if (first < 0) return null;
  const idAt = (at: number): number => {
    const from = at + element.length;
    return Number.parseInt(body.toString(encoding, from, from + 48), 10);
  };
  return { first: idAt(first), last: idAt(body.lastIndexOf(element)) };
}

/** Drops, repeats, holds back and damages events of a batch, in either wire form. What the body says besides stays byte for byte as it is. */
export function editBatch(body: Buffer, faulty: readonly FaultyEvent[]): EditedBatch {
  let text = textOf(body);
  const heldBack: Buffer[] = [];
  for (const { id, fault } of faulty) {
    const span = spanOf(text, id);
    if (span === null) continue;
    const event = text.slice(span.from, span.to);
    if (fault === 'delay') heldBack.push(bytesOf(body, onlyThis(text, span)));
    const instead = { drop: '', delay: '', duplicate: event + event, corrupt: damaged(event) }[fault];
    text = text.slice(0, span.from) + instead + text.slice(span.to);
  }
  return { body: bytesOf(body, text), heldBack };
}

/** From the beginning of an event's element, or of the delivery element around it, to its end. */
function spanOf(text: string, id: number): Span | null {
  // Generators pad the number to a fixed width, so that it can be overwritten in place.
  const at = text.search(new RegExp(`${RECORD_ID}\\s*0*${id}\\s*<`));
  if (at < 0) return null;
  const from = text.lastIndexOf('<Event ', at);
  const to = text.indexOf('</Event>', at) + '</Event>'.length;
  if (!text.startsWith('<![CDATA[', from - 9)) return { from, to };
  return {
    from: text.lastIndexOf('<w:Event', from),
    to: text.indexOf('</w:Event>', to) + '</w:Event>'.length,
  };
}

/** The batch with one event alone. */
function onlyThis(text: string, { from, to }: Span): string {
  const isDelivered = text.startsWith('<w:Event', from);
  const [open, close] = isDelivered ? ['<w:Event ', '</w:Event>'] : ['<Event ', '</Event>'];
  const head = text.slice(0, text.indexOf(open));
  const tail = text.slice(text.lastIndexOf(close) + close.length);
  return head + text.slice(from, to) + tail;
}

/** Another first character in the first value of EventData: still well-formed, so that only a look at the content finds it. */
function damaged(event: string): string {
  const value = /<Data Name=["'][^"']*["']>([A-Za-z0-9])/.exec(event);
  if (value === null) return event;
  const at = value.index + value[0].length - 1;
  const changed = String.fromCharCode(event.charCodeAt(at) === 0x61 ? 0x62 : 0x61);
  return event.slice(0, at) + changed + event.slice(at + 1);
}

/** One character per byte, or per UTF-16 unit: whatever is not ASCII comes through unchanged. */
function textOf(body: Buffer): string {
  return body.toString(isUtf16(body) ? 'utf16le' : 'latin1');
}

function bytesOf(original: Buffer, text: string): Buffer {
  return Buffer.from(text, isUtf16(original) ? 'utf16le' : 'latin1');
}

function isUtf16(body: Buffer): boolean {
  return body[0] === 0xff && body[1] === 0xfe;
}
