import { type FunctionSummary, mergedP95Ms } from './function-summary.js';

/**
 * The pivot of the original: p95 in milliseconds, rows (workload, memory), columns the factor (batch events or part size). What several
 * reserved concurrencies measured is put together first. Pure.
 */
export function renderPivot(summaries: readonly FunctionSummary[]): string {
  const factors = ascending(summaries.map(({ batchOrMultipart }) => batchOrMultipart));
  const rows = ['events', 'batch'].flatMap((workload) => {
    const own = summaries.filter((one) => one.workload === workload);
    return ascending(own.map(({ memoryMb }) => memoryMb)).map((memoryMb) => {
      const cells = factors.map((factor) => {
        const group = own.filter((one) => one.memoryMb === memoryMb && one.batchOrMultipart === factor);
        return group.length === 0 ? '' : String(Number(mergedP95Ms(group).toFixed(3)));
      });
      return [workload, memoryMb, ...cells].join(',');
    });
  });
  return `${[['workload', 'memory_mb', ...factors].join(','), ...rows].join('\n')}\n`;
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
