import { getHeapSpaceStatistics } from 'node:v8';

/** Both halves of V8's space for new objects at their default limit of 16 MB. */
const WHOLE_BYTES = 32 * 2 ** 20;
/** Enough survivors to double the space from 1 to 16 MB, several times over; then it is left as it is. */
const MOST_ROUNDS = 400;
const ARRAYS_A_ROUND = 16;
const ARRAY_LENGTH = 4000;
const MOST_HELD = 600;

/**
 * Brings V8's space for new objects to its full size before anything is measured (50 ms). V8 doubles it as survivors add up, which a long
 * run reaches and a short one does not, so that memory seems to grow with the requests; and while it is small, an open load at 1000/s
 * collects garbage eight times a second, 0.5 ms each, which is what its arrivals are late by. Nothing but survivors makes it grow:
 * so there are some, for a moment. Each thread has such a space of its own; once it has its size this returns at once.
 */
export function growYoungGeneration(): void {
  const held: number[][] = [];
  for (let round = 0; round < MOST_ROUNDS && youngBytes() < WHOLE_BYTES; round++) {
    for (let i = 0; i < ARRAYS_A_ROUND; i++) held.push(new Array<number>(ARRAY_LENGTH).fill(0.5));
    if (held.length > MOST_HELD) held.length = 0;
  }
}

function youngBytes(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return space?.space_size ?? WHOLE_BYTES;
}
