import type { Factor } from '../factor.js';

/** One data set of testdata/anova.json with what R makes of it. */
export interface ReferenceCase {
  readonly y: readonly number[];
  readonly factors: Readonly<Record<string, readonly string[]>>;
  readonly blocks: readonly string[];
  readonly typeTwo: {
    readonly terms: readonly string[];
    readonly ss: readonly number[];
    readonly df: readonly number[];
    readonly f: readonly number[];
    readonly p: readonly number[];
    readonly residualSs: number;
    readonly residualDf: number;
  };
  readonly partial: readonly number[];
  readonly generalized: readonly number[];
  readonly typeOne: {
    readonly terms: readonly string[];
    readonly ss?: readonly number[];
    readonly df?: readonly number[];
  };
  readonly residuals: readonly number[];
  readonly contrasts: readonly {
    readonly factor: string;
    readonly baseline: string;
    readonly candidate: string;
    readonly estimate: number;
    readonly se: number;
    readonly low: number;
    readonly high: number;
    readonly p: number;
  }[];
}

/** The factors as this package takes them. */
export function referenceFactors({ factors, blocks }: ReferenceCase): Factor[] {
  return Object.entries(factors).map(([name, levels]) => ({ name, levels, isBlock: blocks.includes(name) }));
}
