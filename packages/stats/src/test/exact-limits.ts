/** Up to this many samples on each side a rank-sum null distribution is counted out (30 ms at the limit). */
export const EXACT_RANK_SUM = 50;

/** Up to this many pairs a signed-rank null distribution is counted out (10 ms at the limit). */
export const EXACT_PAIRS = 200;

/** Up to this many pairs all 2ⁿ sign patterns are tried (0.2 s at the limit). */
export const EXACT_PERMUTATION = 20;
