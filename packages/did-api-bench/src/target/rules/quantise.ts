import type { Minutia } from './model.js';

/** How finely minutiae are told apart. */
export interface Grid {
  /** Width of a cell, in the unit of the coordinates. */
  readonly gridSize: number;
  /** Number of equal bins of the full circle. */
  readonly angleBins: number;
}

/** The grid of every enrolment here. */
export const GRID: Grid = { gridSize: 0.05, angleBins: 32 };

/** Bytes of a cell: two 32-bit integers and a bin. */
const CELL_BYTES = 9;
/** Bytes of what is public about a minutia: where in its cell it lies, per coordinate. */
const SKETCH_BYTES = 3;

const STEPS = 256;
const FULL_CIRCLE = 360;

/**
 * The cells of minutiae, which are secret, and their sketch, which is public: where in its cell each coordinate lies, in 256 steps.
 * The sketch says nothing of which cell it is, and lets a later reading be shifted so that the enrolled one would be in the middle
 * of its cell: noise below half a cell then changes nothing, wherever the enrolled point lay. Without it a point beside an edge
 * would be lost by any noise at all.
 *
 * Source: J.-P. Linnartz, P. Tuyls, "New Shielding Functions to Enhance Privacy and Prevent Misuse of Biometric Templates", AVBPA 2003.
 */
export function quantise(
  minutiae: readonly Minutia[],
  { gridSize, angleBins }: Grid,
): { cells: Buffer; sketch: Buffer } {
  const cells = Buffer.alloc(minutiae.length * CELL_BYTES);
  const sketch = Buffer.alloc(minutiae.length * SKETCH_BYTES);
  minutiae.forEach(([x, y, angle], index) => {
    const scaled = [x / gridSize, y / gridSize, (turn(angle) / FULL_CIRCLE) * angleBins] as const;
    scaled.forEach((value, axis) => {
      sketch[index * SKETCH_BYTES + axis] = Math.min(
        STEPS - 1,
        Math.floor((value - Math.floor(value)) * STEPS),
      );
    });
    writeCell(cells, index, Math.floor(scaled[0]), Math.floor(scaled[1]), Math.floor(scaled[2]) % angleBins);
  });
  return { cells, sketch };
}

/**
 * The cells that a later reading of the same minutiae, in the same order, falls into after it is shifted by the sketch of the enrolment.
 * Null when the sketch is of another number of minutiae.
 */
export function quantiseAgain(
  minutiae: readonly Minutia[],
  sketch: Uint8Array,
  { gridSize, angleBins }: Grid,
): Buffer | null {
  if (sketch.length !== minutiae.length * SKETCH_BYTES) return null;
  const cells = Buffer.alloc(minutiae.length * CELL_BYTES);
  minutiae.forEach(([x, y, angle], index) => {
    // The middle of a step, moved to the middle of the cell.
    const shift = (axis: number) => 0.5 - ((sketch[index * SKETCH_BYTES + axis] ?? 0) + 0.5) / STEPS;
    const bin = Math.floor((turn(angle) / FULL_CIRCLE) * angleBins + shift(2));
    writeCell(
      cells,
      index,
      Math.floor(x / gridSize + shift(0)),
      Math.floor(y / gridSize + shift(1)),
      ((bin % angleBins) + angleBins) % angleBins,
    );
  });
  return cells;
}

/** An angle within [0, 360). */
function turn(angleDegrees: number): number {
  const rest = angleDegrees % FULL_CIRCLE;
  return rest < 0 ? rest + FULL_CIRCLE : rest;
}

function writeCell(cells: Buffer, index: number, x: number, y: number, bin: number): void {
  const at = index * CELL_BYTES;
  cells.writeInt32LE(x, at);
  cells.writeInt32LE(y, at + 4);
  cells.writeUInt8(bin, at + 8);
}
