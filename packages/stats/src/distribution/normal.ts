import { polynomial } from './polynomial.js';

const INVERSE_SQRT_2PI = 0.3989422804014327;
const SQRT_32 = 5.656854249492381;

// Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", 1969; ascending
// order.
const CENTRE_P = [
  18154.98125334356, 1067.6894854603709, 161.02823106855587, 2.2352520354606837, 0.06568233791820745,
];
const CENTRE_Q = [45507.78933502673, 10260.932208618979, 976.0985517377767, 47.202581904688245, 1];
const MIDDLE_P = [
  9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002,
  93.50665613217785, 8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
];
const MIDDLE_Q = [
  19685.429676859992, 38912.00328609327, 34900.95272114598, 18615.571640885097, 6485.558298266761,
  1519.3775994075547, 235.387901782625, 22.266688044328117, 1,
];
const TAIL_P = [
  0.000029112874951168793, 0.0014216191932278934, 0.022235277870649807, 0.12740116116024736,
  0.215898534057957, 0.023073441764940174,
];
const TAIL_Q = [
  0.00007297515550839662, 0.0037823963320275824, 0.06598813786892856, 0.4682382124808651, 1.284260096144911,
  1,
];

/** P(Z ≤ z) for a standard normal Z. Relative error about 1e-15, in the lower tail too. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  const size = Math.abs(z);
  if (size <= 0.67448975) {
    const square = z * z;
    return 0.5 + (z * polynomial(square, CENTRE_P)) / polynomial(square, CENTRE_Q);
  }
  const tail = size <= SQRT_32 ? middleTail(size) : farTail(size);
  return z < 0 ? tail : 1 - tail;
}

function middleTail(size: number): number {
  return gaussianFactor(size) * (polynomial(size, MIDDLE_P) / polynomial(size, MIDDLE_Q));
}

function farTail(size: number): number {
  if (size > 40) return 0;
  const inverse = 1 / (size * size);
  const correction = (inverse * polynomial(inverse, TAIL_P)) / polynomial(inverse, TAIL_Q);
  return (gaussianFactor(size) * (INVERSE_SQRT_2PI - correction)) / size;
}

/** exp(−x²/2) with x² split so that the rounding of the square is not magnified by the exponential. */
function gaussianFactor(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (x - coarse) * (x + coarse));
}

// M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", 1988; ascending order.
const NEAR_P = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const NEAR_Q = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852546,
];
const MID_P = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const MID_Q = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_P = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
];
const FAR_Q = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/** The z with P(Z ≤ z) = p. Relative error about 1e-15; ∓Infinity at 0 and 1, NaN outside. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const fromMiddle = p - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) {
    const r = 0.180625 - fromMiddle * fromMiddle;
    return (fromMiddle * polynomial(r, NEAR_P)) / polynomial(r, NEAR_Q);
  }
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const size =
    r <= 5
      ? polynomial(r - 1.6, MID_P) / polynomial(r - 1.6, MID_Q)
      : polynomial(r - 5, FAR_P) / polynomial(r - 5, FAR_Q);
  return fromMiddle < 0 ? -size : size;
}
