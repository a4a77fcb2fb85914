import { SYSTEM } from '../parse/event-pattern.js';
import { afterEvent, eventEnd, eventStart } from '../parse/event-walk.js';
import { readUnusualEvent } from '../parse/unusual-event.js';
import type { Frame } from '../spool/frame.js';
import { writeEventData } from './data-items.js';
import type { JsonArena } from './json-arena.js';
import type { Row } from './partition-rows.js';
import { SystemTimeReader } from './system-time.js';

/** As when the batch was checked: strings of this length are cheap. */
const WINDOW_BYTES = 65_536;
/** Hosts known by name, so that one string serves all of a machine's events. */
const MOST_HOSTS = 100_000;
/** What the JSON of a row has beside what comes from its event. */
const FRAME_OF_JSON_BYTES = 1024;

/** Takes a row and its JSON, which is what the arena got since the last. */
export type TakeRow = (eventId: number, day: string, row: Row, eventData: Buffer) => void;

interface Window {
  readonly bytes: Buffer;
  /** Where the text begins in the bytes. */
  readonly base: number;
  readonly text: string;
  readonly wrapped: boolean;
}

/** Turns events as they were received into rows. Events were checked before they came here. */
export class EventConverter {
  readonly #arena: JsonArena;
  readonly #makeRoom: () => void;
  readonly #take: TakeRow;
  readonly #times = new SystemTimeReader();
  readonly #hosts = new Map<string, string>();
  readonly #row: Row = {
    timestampUs: 0,
    recordId: 0n,
    receivedAtUs: 0,
    sourceHost: '',
    subscriptionId: null,
  };

  /** @param makeRoom empties the arena, when all rows that lie in it have been written */
  constructor(arena: JsonArena, makeRoom: () => void, take: TakeRow) {
    this.#arena = arena;
    this.#makeRoom = makeRoom;
    this.#take = take;
  }

  /** Converts every event of a batch. */
  convert(bytes: Buffer, frame: Frame): void {
    this.#row.receivedAtUs = Math.round(frame.receivedAtMs * 1000);
    this.#row.subscriptionId = frame.subscriptionId;
    let base = frame.start;
    let size = WINDOW_BYTES;
    while (base < frame.end) {
      const text = bytes.toString('latin1', base, Math.min(frame.end, base + size));
      const read = this.#convertWindow({ bytes, base, text, wrapped: frame.wrapped });
      if (read === 0 && base + size >= frame.end) return;
      base += read;
      size = read === 0 ? size * 4 : WINDOW_BYTES;
    }
  }

  /** Events as far as they are whole in the text; returns where the last of them ends. */
  #convertWindow(window: Window): number {
    const { text, wrapped } = window;
    let at = 0;
    for (;;) {
      const start = eventStart(text, at, wrapped);
      if (start < 0) return at;
      if (!this.#arena.hasRoom(2 * text.length + FRAME_OF_JSON_BYTES)) this.#makeRoom();
      const next = this.#convertUsual(window, start) ?? this.#convertUnusual(window, start);
      if (next === undefined) return at;
      at = next;
    }
  }

  #convertUsual({ bytes, base, text, wrapped }: Window, start: number): number | undefined {
    SYSTEM.lastIndex = start;
    const match = SYSTEM.exec(text);
    if (match === null) return undefined;
    const [, double, simple, eventId, level, task, opcode, keywords, doubleTime, simpleTime] = match;
    const [recordId, channel, computer] = match.slice(10);
    const arena = this.#arena;
    const from = arena.end;
    arena.appendLatin1(
      `{"Provider":${JSON.stringify(double ?? simple)}${number('Level', level)}${number('Task', task)}${number('Opcode', opcode)}` +
        `${keywords === undefined ? '' : `,"Keywords":"${keywords}"`},"EventRecordID":${plain(recordId!)},"Channel":"${channel}","EventData":`,
    );
    const dataStart = base + SYSTEM.lastIndex;
    const end = writeEventData(bytes, dataStart, arena);
    const next = end < 0 ? -1 : afterEvent(text, end - base, wrapped);
    if (next < 0 || end > base + text.length) {
      arena.end = from;
      return undefined;
    }
    arena.bytes[arena.end++] = 0x7d;
    this.#fill(doubleTime ?? simpleTime!, recordId!, computer!);
    this.#take(Number(eventId), this.#times.day, this.#row, arena.bytes.subarray(from, arena.end));
    return next;
  }

  #convertUnusual({ text, wrapped }: Window, start: number): number | undefined {
    const end = eventEnd(text, start);
    const next = end < 0 ? -1 : afterEvent(text, end, wrapped);
    if (next < 0) return undefined;
    const { eventId, systemTime, recordId, computer, json } = readUnusualEvent(text.slice(start, end), start);
    const latin1 = Buffer.from(json, 'utf8').toString('latin1');
    if (!this.#arena.hasRoom(latin1.length)) this.#makeRoom();
    const from = this.#arena.end;
    this.#arena.appendLatin1(latin1);
    this.#fill(systemTime, recordId, Buffer.from(computer, 'utf8').toString('latin1'));
    this.#take(eventId, this.#times.day, this.#row, this.#arena.bytes.subarray(from, this.#arena.end));
    return next;
  }

  #fill(time: string, recordId: string, computer: string): void {
    const row = this.#row;
    row.timestampUs = this.#times.microseconds(time);
    // BigInt of a number is three times as fast as of a text, and exact up to 15 digits.
    row.recordId = recordId.length <= 15 ? BigInt(Number(recordId)) : BigInt(recordId);
    row.sourceHost = this.#host(computer);
  }

  #host(computer: string): string {
    const known = this.#hosts.get(computer);
    if (known !== undefined) return known;
    if (this.#hosts.size >= MOST_HOSTS) this.#hosts.clear();
    const bytes = Buffer.from(computer, 'latin1');
    const host = bytes.toString('utf8');
    this.#hosts.set(bytes.toString('latin1'), host);
    return host;
  }
}

function number(name: string, digits: string | undefined): string {
  return digits === undefined ? '' : `,"${name}":${Number(digits)}`;
}

/** Without leading zeros, which JSON does not have. */
function plain(digits: string): string {
  return digits.charCodeAt(0) === 48 ? digits.replace(/^0+(?=\d)/, '') : digits;
}
