const HALF_LOG_2PI = 0.9189385332046728;

// Lanczos approximation with g = 607/128 and 15 terms (P. Godfrey, 2001): relative error below 1e-14 for x > 0.
const LANCZOS = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  0.00003399464998481189, 0.00004652362892704858, -0.00009837447530487956, 0.0001580887032249125,
  -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639, 0.00008441822398385275,
  -0.000026190838401581408, 0.0000036899182659531625,
];

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x + i);
  const base = x + 607 / 128 + 0.5;
  return (x + 0.5) * Math.log(base) - base + HALF_LOG_2PI + Math.log(sum / x);
}

/**
 * ln Γ(x+1) − (x+½) ln x + x − ½ ln 2π: what Stirling's formula leaves out. Computed directly because the difference
 * of large logarithms would lose as many digits as ln Γ has before the point.
 */
export function stirlingRemainder(x: number): number {
  if (x < 16) return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_2PI;
  const inverse = 1 / (x * x);
  const series =
    1 / 12 -
    inverse *
      (1 / 360 -
        inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188 - (inverse * 691) / 360360))));
  return series / x;
}
