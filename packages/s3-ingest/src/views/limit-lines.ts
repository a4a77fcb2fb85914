import type { CellResult } from '@benchwright/result-schema';
import { LIMITS } from '../runner/trial-figures.js';
import { METRICS } from '../summarize/metric-names.js';

/** How this machine held functions to their memory and CPU, where it did the platform's work: a reader must not take it for AWS. Pure. */
export function limitLines(cells: readonly CellResult[]): string[] {
  const kinds = (name: string): string[] => {
    const places = cells.flatMap(({ metrics }) => metrics[name]?.perTrial ?? []);
    return [...new Set(places)].map((place) => LIMITS[place] ?? 'unknown');
  };
  const [memory, cpu] = [kinds(METRICS.memoryLimit), kinds(METRICS.cpuLimit)];
  if (memory.length === 0 && cpu.length === 0) return [];
  return [`Local functions: memory limit ${memory.join(', ')}; CPU share ${cpu.join(', ')}.`];
}
