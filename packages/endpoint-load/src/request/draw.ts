const GOLDEN = 0x9e3779b9;

/**
 * A 32-bit word that depends on the seed, the number of the request and the lane alone: request 17 is the same
 * whatever was drawn before it, on which connection and by which worker. Three rounds of Wellons' lowbias32 mixer
 * (2018, public domain); 6 ns, nothing allocated. Not for cryptography.
 */
export function drawWord(seed: number, request: number, lane: number): number {
  const keyed = mix((seed ^ Math.imul(lane + 1, GOLDEN)) | 0);
  // Numbers above 2^32 differ in their high half only when a run is very long; it is mixed in all the same.
  const low = mix(keyed ^ (request | 0));
  return mix((low + Math.floor(request / 2 ** 32)) | 0) >>> 0;
}

/**
 * A whole number from `least` to `most`, both included, from lanes `lane` and `lane + 1`. Made of 53 random bits: no value
 * is more likely than another by more than (most − least) ÷ 2^53.
 */
export function drawInt(seed: number, request: number, lane: number, least: number, most: number): number {
  const high = drawWord(seed, request, lane) >>> 5;
  const low = drawWord(seed, request, lane + 1) >>> 6;
  const unit = (high * 2 ** 26 + low) * 2 ** -53;
  // The product may round up to the end of a very wide range.
  return Math.min(most, least + Math.floor(unit * (most - least + 1)));
}

function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
