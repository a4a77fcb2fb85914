/** One point of a fingerprint: x and y in the sensor's unit, the angle in degrees. */
export type Minutia = readonly [x: number, y: number, angleDegrees: number];

/** What a sensor saw of one finger. */
export interface Finger {
  readonly finger_id: string;
  readonly minutiae: readonly Minutia[];
}

/** The public half of what was extracted from a finger: enough to recognise it again, not to draw it. */
export interface HelperData {
  readonly finger_id: string;
  readonly salt_b64: string;
  readonly auth_b64: string;
  readonly grid_size: number;
  readonly angle_bins: number;
}

/** Helpers by the finger they belong to. */
export type HelperMap = Readonly<Record<string, HelperData>>;

/** The networks a DID can name. preprod is a testnet, and its DIDs say so. */
export type CardanoNetwork = 'mainnet' | 'testnet' | 'preprod';
