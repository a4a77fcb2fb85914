const MASK = 0xffff_ffff_ffff_ffffn;

/**
 * SplitMix64 (Steele, Lea, Flood 2014; constants of the public-domain reference by Vigna): a stream of 64-bit
 * words from one 64-bit seed. Only used to fill the state of the real generator, so BigInt's cost is irrelevant.
 */
export function* splitMix64(seed: bigint): Generator<bigint, never> {
  let state = seed & MASK;
  for (;;) {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
    yield z ^ (z >> 31n);
  }
}

/** FNV-1a, 64 bit, over UTF-16 code units (low byte first), continuing from `from`. */
export function fnv1a64(text: string, from = 0xcbf2_9ce4_8422_2325n): bigint {
  let hash = from;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = ((hash ^ BigInt(unit & 0xff)) * 0x100_0000_01b3n) & MASK;
    hash = ((hash ^ BigInt(unit >>> 8)) * 0x100_0000_01b3n) & MASK;
  }
  return hash;
}
