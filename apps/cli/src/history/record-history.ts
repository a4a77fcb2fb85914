import { basename, dirname, join } from 'node:path';
import { appendHistory, historyCells, type RunResult } from '@benchwright/result-schema';
import type { MeasuredRun } from '../measure/execute-run.js';
import type { Problem } from '../output/problem.js';
import { HISTORY_FILE } from './history-file-name.js';

/**
 * Adds a completed run to the history of the folder it is kept in. What goes wrong is told, not thrown: a run that cost an hour is not
 * lost for a line, and the history can be rebuilt from it.
 */
export async function recordHistory(
  { folder, result, outcome }: MeasuredRun,
  resultsFolder: string,
): Promise<Problem | null> {
  if (outcome !== 'completed' || result === null) return null;
  const root = rootOf(folder, result) ?? resultsFolder;
  try {
    await appendHistory(join(root, HISTORY_FILE), historyCells(result));
    return null;
  } catch (error) {
    return {
      label: 'warning',
      message: `the run is not in the history: ${error instanceof Error ? error.message : String(error)}`,
      hint: `later: benchwright history rebuild -o ${root}`,
    };
  }
}

/** A resumed run may lie elsewhere than where new ones are kept; null for a folder that was moved out of its place. */
function rootOf(folder: string, { suite }: RunResult): string | null {
  const parent = dirname(folder);
  return basename(parent) === suite ? dirname(parent) : null;
}
