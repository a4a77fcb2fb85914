/** The few functions of jstat that serve as a second opinion in tests; the package ships no types. */
declare module 'jstat' {
  interface Distribution<Parameters extends number[]> {
    pdf(x: number, ...parameters: Parameters): number;
    cdf(x: number, ...parameters: Parameters): number;
    inv(p: number, ...parameters: Parameters): number;
  }
  const jstat: {
    normal: Distribution<[mean: number, std: number]>;
    studentt: Distribution<[df: number]>;
    beta: Distribution<[a: number, b: number]>;
    binomial: { cdf(k: number, n: number, p: number): number };
    gammaln(x: number): number;
  };
  export = jstat;
}
