import { computerName, MACHINE_AT } from '../event/computer-name.js';

/** Bytes of a code unit: 1 in UTF-8 (all that is patched is ASCII), 2 in UTF-16LE. */
export type UnitBytes = 1 | 2;

/** `2026-02-08T10:44:41.1234567Z` */
export const TIME_LENGTH = 28;
/** 2^53 has 16. */
export const MOST_ID_DIGITS = 16;
const TIME = '{{time}}';
const RECORD_ID = '{{recordId}}';
const COMPUTER = '{{computer}}';

/** An event as bytes, cut where the record id goes: its digits are the only part whose length changes. */
export interface CompiledEvent {
  readonly before: Buffer;
  readonly after: Buffer;
  readonly time: Place;
  readonly machine: Place;
}

/** Where something patched begins: so many bytes into the piece before the record id, or into that after it. */
export interface Place {
  readonly afterId: boolean;
  readonly offset: number;
}

/** An event's text with its three placeholders, as bytes in UTF-8 or UTF-16LE. */
export function compileEvent(text: string, runTag: string, unit: UnitBytes): CompiledEvent {
  const filled = text.replace(TIME, '0'.repeat(TIME_LENGTH)).replace(COMPUTER, computerName(0, runTag));
  // Found in the template, not in the text filled in: drawn text may look like anything.
  const timeAt = positionOf(text, TIME);
  const computerAt = positionOf(text, COMPUTER);
  const idAt = positionOf(text, RECORD_ID);
  const encoding = unit === 2 ? 'utf16le' : 'utf8';
  const cut = filled.indexOf(RECORD_ID);
  const before = filled.slice(0, cut);
  const after = filled.slice(cut + RECORD_ID.length);
  const placeOf = (position: number, plus: number): Place => {
    const afterId = position > idAt;
    const at = finalPosition(position, { timeAt, computerAt, runTag }) + plus;
    const piece = afterId ? after : before;
    const start = afterId ? at - cut - RECORD_ID.length : at;
    return { afterId, offset: Buffer.byteLength(piece.slice(0, start), encoding) };
  };
  return {
    before: Buffer.from(before, encoding),
    after: Buffer.from(after, encoding),
    time: placeOf(timeAt, 0),
    machine: placeOf(computerAt, MACHINE_AT),
  };
}

/** What an event weighs at most, whatever its record id. */
export function mostBytesOf({ before, after }: CompiledEvent, unit: UnitBytes): number {
  return before.length + after.length + MOST_ID_DIGITS * unit;
}

function positionOf(text: string, placeholder: string): number {
  const at = text.indexOf(placeholder);
  if (at < 0) throw new Error(`an event without ${placeholder}`);
  return at;
}

/** Where a position of the template is once time and computer have been filled in before it. */
function finalPosition(
  position: number,
  {
    timeAt,
    computerAt,
    runTag,
  }: { readonly timeAt: number; readonly computerAt: number; readonly runTag: string },
): number {
  let at = position;
  if (timeAt < position) at += TIME_LENGTH - TIME.length;
  if (computerAt < position) at += computerName(0, runTag).length - COMPUTER.length;
  return at;
}
