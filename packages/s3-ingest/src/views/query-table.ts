import type { QueriedRun } from '../runner/query-run.js';
import { columns, digits } from './columns.js';

/** What the queries found, a line per function and trial. Pure. */
export function renderQueriedRun({ runs, coldStarts, errors, late }: QueriedRun): string {
  const header = ['function', 'run', 'p95 ms', 'obj/s', 'MB', 'cold', 'failed'];
  const rows = runs.map((one) => {
    const isSame = (other: { functionName: string; runId: string }): boolean =>
      other.functionName === one.functionName && other.runId === one.runId;
    const failed = errors.filter(isSame).reduce((sum, { failures }) => sum + failures, 0);
    return [
      one.functionName,
      one.runId.replace(/^run_\d+_/, ''),
      digits(one.p95Ms),
      digits(one.throughputObjPerSec),
      digits(one.bytesSum / 1e6),
      String(coldStarts.find(isSame)?.coldStarts ?? 0),
      String(failed),
    ];
  });
  const incomplete =
    late.length === 0
      ? ''
      : `Not everything that was stored is in the logs yet (${late.length} of these runs):\nask again later with the queries of benchwright s3 queries.\n`;
  return `Logs Insights queries: latency in the function, first start to last end\n${columns([header, ...rows]).join('\n')}\n${incomplete}`;
}
