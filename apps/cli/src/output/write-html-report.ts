import { renderHtml } from '@benchwright/report';
import { writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { loadRun } from '../measure/load-run.js';

/** A run that has been measured, under the name that it has in the report. */
export interface NamedRun {
  readonly label: string;
  readonly folder: string;
}

/**
 * Writes one HTML page of runs, each under its name, and says where it is. Nothing where nothing was measured.
 *
 * @throws what reading a run or writing the file throws; the records of the runs lie on disk by then
 */
export async function writeHtmlReport(
  file: string,
  runs: readonly NamedRun[],
  context: CliContext,
): Promise<void> {
  if (runs.length === 0) return;
  const inputs = [];
  for (const { label, folder } of runs) {
    const { input } = await loadRun(folder, context);
    inputs.push(runs.length === 1 ? input : { ...input, label });
  }
  await writeFileAtomic(file, renderHtml(inputs));
  context.streams.stderr.write(`report: ${file}\n`);
}
