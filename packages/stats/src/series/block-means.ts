import type { Samples } from '../evidence/samples.js';

/** Means of neighbouring values, `size` each; a remainder shorter than a block at the end is left out. */
export function blockMeans(series: Samples, size: number): Float64Array {
  const means = new Float64Array(Math.floor(series.length / size));
  for (let block = 0; block < means.length; block++) {
    let sum = 0;
    for (let i = block * size; i < (block + 1) * size; i++) sum += series[i]!;
    means[block] = sum / size;
  }
  return means;
}
