import { CanonicalWriter } from './canonical-writer.js';

// One is kept: a new one costs as much as what a short value takes to write.
let spare: CanonicalWriter | undefined;

/**
 * A writer that nobody else has until it is given back: reading the values of a caller may run code of the caller, which may encrypt another
 * item in between.
 */
export function takeWriter(): CanonicalWriter {
  const writer = spare ?? new CanonicalWriter();
  spare = undefined;
  return writer;
}

/** Wipes a writer and keeps it for the next. Unless it has grown: one large item must not cost memory for ever. */
export function giveBackWriter(writer: CanonicalWriter): void {
  writer.reset();
  if (writer.capacity <= 256 * 1024) spare = writer;
}
