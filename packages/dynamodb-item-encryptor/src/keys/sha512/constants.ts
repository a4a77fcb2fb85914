/** SHA-512's numbers are the fractions of roots of primes (FIPS 180-4, 4.2.3 and 5.3): computed, so that none can be mistyped. */
const mask = (1n << 64n) - 1n;

/** The largest integer whose `power` is not above n = p · 2^(64 · power): Newton's method from what floating point knows. */
function scaledRoot(p: bigint, power: 2n | 3n): bigint {
  const n = p << (64n * power);
  const start = power === 2n ? Math.sqrt(Number(p)) : Math.cbrt(Number(p));
  let x = BigInt(Math.floor(start * 2 ** 48)) << 16n;
  for (let i = 0; i < 4; i++) x = ((power - 1n) * x + n / x ** (power - 1n)) / power;
  while (x ** power > n) x--;
  while ((x + 1n) ** power <= n) x++;
  return x;
}

function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < count; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n);
  return primes;
}

const primes = firstPrimes(80);
const squareRoot = (p: bigint): bigint => scaledRoot(p, 2n) & mask;

/** The 80 constants of the rounds: 64 bits of the cube roots of the first 80 primes. */
export const roundConstants: readonly bigint[] = primes.map((p) => scaledRoot(p, 3n) & mask);

/** Where hashing begins: SHA-512 from the square roots of the first eight primes, SHA-384 from those of the next eight. */
export const initialStates = {
  sha512: primes.slice(0, 8).map(squareRoot),
  sha384: primes.slice(8, 16).map(squareRoot),
} as const;
