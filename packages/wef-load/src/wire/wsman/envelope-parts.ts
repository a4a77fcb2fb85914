import { type CompiledEvent, mostBytesOf, type UnitBytes } from '../compiled-event.js';

export interface EnvelopeLimits {
  readonly maxBytes: number;
  readonly maxElements: number | null;
  /** What an envelope weighs without its events. */
  readonly overheadBytes: number;
  readonly unit: UnitBytes;
}

/** Divides the events of a batch into runs that each fit into an envelope. Null when one of them fits into none. Pure. */
export function envelopeParts(
  events: readonly CompiledEvent[],
  limits: EnvelopeLimits,
): CompiledEvent[][] | null {
  const { maxBytes, maxElements, overheadBytes, unit } = limits;
  const parts: CompiledEvent[][] = [];
  let part: CompiledEvent[] = [];
  let bytes = overheadBytes;
  for (const event of events) {
    const own = mostBytesOf(event, unit);
    if (overheadBytes + own > maxBytes) return null;
    if (part.length > 0 && (bytes + own > maxBytes || part.length === maxElements)) {
      parts.push(part);
      part = [];
      bytes = overheadBytes;
    }
    part.push(event);
    bytes += own;
  }
  parts.push(part);
  return parts;
}
