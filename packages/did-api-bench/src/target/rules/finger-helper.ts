import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StretchKey } from '../hashing.js';
import type { Finger, HelperData } from './model.js';
import { GRID, quantise, quantiseAgain } from './quantise.js';

/** Bytes of a helper's salt. */
export const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** HMAC-SHA256, by a key stretched out of the secret cells, over the finger's id and the public sketch. */
async function tagOf(
  fingerId: string,
  cells: Buffer,
  salt: Buffer,
  sketch: Uint8Array,
  stretch: StretchKey,
): Promise<Buffer> {
  const key = await stretch(cells, salt);
  return createHmac('sha256', key).update(fingerId, 'utf8').update('\0').update(sketch).digest();
}

/**
 * The helper of a finger: a salt, and a tag with the sketch behind it (`auth_b64` = base64url(tag ‖ sketch)). The key of the tag is
 * stretched, because there are few cells and whoever holds a helper could try them all.
 */
export async function createHelper(finger: Finger, salt: Buffer, stretch: StretchKey): Promise<HelperData> {
  const { cells, sketch } = quantise(finger.minutiae, GRID);
  const tag = await tagOf(finger.finger_id, cells, salt, sketch, stretch);
  return {
    finger_id: finger.finger_id,
    salt_b64: salt.toString('base64url'),
    auth_b64: Buffer.concat([tag, sketch]).toString('base64url'),
    grid_size: GRID.gridSize,
    angle_bins: GRID.angleBins,
  };
}

/**
 * True if the finger is the one the helper was made of: its minutiae, in the same order and each moved by less than about half a cell
 * (0.0249 at a grid of 0.05) and half a bin (5.6°), give the tag again. A helper that is malformed matches nothing.
 */
export async function matchesHelper(
  finger: Finger,
  helper: HelperData,
  stretch: StretchKey,
): Promise<boolean> {
  const auth = Buffer.from(helper.auth_b64, 'base64url');
  const salt = Buffer.from(helper.salt_b64, 'base64url');
  if (auth.length < TAG_BYTES || !isGrid(helper)) return false;
  const sketch = auth.subarray(TAG_BYTES);
  const grid = { gridSize: helper.grid_size, angleBins: helper.angle_bins };
  const cells = quantiseAgain(finger.minutiae, sketch, grid);
  if (cells === null) return false;
  const tag = await tagOf(finger.finger_id, cells, salt, sketch, stretch);
  return timingSafeEqual(tag, auth.subarray(0, TAG_BYTES));
}

function isGrid({ grid_size, angle_bins }: HelperData): boolean {
  return grid_size >= 0.001 && Number.isInteger(angle_bins) && angle_bins >= 1 && angle_bins <= 256;
}
