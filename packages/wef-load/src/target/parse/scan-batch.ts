import { isUtf8 } from 'node:buffer';
import type { EventCounts } from './event-counts.js';
import { MalformedBody } from './malformed-body.js';
import { scanEvents } from './scan-events.js';

/** Where the events of a batch lie in its bytes. */
export interface EventsRegion {
  readonly start: number;
  readonly end: number;
}

const attributes = `(?:\\s+[\\w:.-]+\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*\\s*`;
const HEAD = new RegExp(
  `(?:\\xef\\xbb\\xbf)?\\s*(?:<\\?xml[^>]*\\?>\\s*)?<(?:\\w+:)?Envelope${attributes}>\\s*` +
    `(?:<(?:\\w+:)?Header${attributes}(?:/>|>[\\s\\S]*?</(?:\\w+:)?Header>)\\s*)?` +
    `<(?:\\w+:)?Body${attributes}>\\s*<(?:\\w+:)?Events${attributes}(/?)>\\s*`,
  'y',
);
const TAIL =
  /^(?:\s|<!--[\s\S]*?-->)*(?:<\/(?:\w+:)?Events>\s*)?<\/(?:\w+:)?Body>\s*<\/(?:\w+:)?Envelope>\s*$/;
/** The original server looks for the events in the first 2000 characters; a SOAP header with a bookmark can be longer. */
const LONGEST_HEAD = 65_536;
const LONGEST_TAIL = 4096;
const AMPERSAND = 0x26;
const STRAY_AMPERSAND = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/;

/**
 * Checks a batch and counts its events. `body` is UTF-8; `wrapped` tells wire form `ws-man`, where each event is CDATA of an element
 * of its own. Text is taken byte for byte (latin1), which copies five times as fast as decoding does; no name of the schema is beyond ASCII.
 *
 * @throws MalformedBody for anything but an envelope with whole, well-formed events. `counts` is then of no use.
 */
export function scanBatch(body: Buffer, wrapped: boolean, counts: EventCounts): EventsRegion {
  counts.clear();
  if (!isUtf8(body)) throw new MalformedBody('the body is not UTF-8');
  if (body.includes(AMPERSAND)) checkEntities(body.toString('latin1'), wrapped);
  HEAD.lastIndex = 0;
  const head = HEAD.exec(body.toString('latin1', 0, Math.min(body.length, LONGEST_HEAD)));
  if (head === null) throw new MalformedBody('the body is no envelope with Events in its Body');
  const start = HEAD.lastIndex;
  const end = head[1] === '/' ? start : scanEvents(body, start, wrapped, counts);
  if (!TAIL.test(body.toString('latin1', end, Math.min(body.length, end + LONGEST_TAIL)))) {
    throw new MalformedBody('neither an event nor the end of the batch', end);
  }
  return { start, end };
}

/** The expressions of events take any text for a value. In CDATA of a bare event an & is an &; there a parser looks at the event. */
function checkEntities(text: string, wrapped: boolean): void {
  const stray = STRAY_AMPERSAND.exec(text);
  if (stray !== null && (wrapped || !text.includes('<![CDATA['))) {
    throw new MalformedBody('an & that stands for nothing', stray.index);
  }
}
