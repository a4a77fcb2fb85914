import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type HistoryCell,
  historyCells,
  historyText,
  type RunResult,
  readHistory,
  writeFileAtomic,
} from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { loadRun, readResult } from '../measure/load-run.js';
import { RESULT_FILE } from '../measure/open-run.js';
import { runFolders } from '../measure/run-name.js';
import { HISTORY_FILE } from './history-file-name.js';

export interface RebuiltHistory {
  readonly file: string;
  /** Runs read from their folders. */
  readonly runs: number;
  /** Runs whose folders are gone: the history is all that is left of them, so their lines stay. */
  readonly kept: number;
  /** What is no completed run, and why. */
  readonly skipped: readonly { readonly folder: string; readonly why: string }[];
  /** Where the old history is, if lines of it could not be read. */
  readonly saved: string | null;
}

/**
 * Makes a results folder's history anew from the runs in it. Notes and acceptances stay, and so do runs whose folders are gone, unless
 * `prune`. A run that ends while this works may be missing: rebuild again.
 */
export async function rebuildHistory(
  resultsFolder: string,
  prune: boolean,
  context: CliContext,
): Promise<RebuiltHistory> {
  const file = join(resultsFolder, HISTORY_FILE);
  const old = await readHistory(file);
  const skipped: { folder: string; why: string }[] = [];
  const found: HistoryCell[][] = [];
  for (const folder of await runFolders(resultsFolder)) {
    try {
      const result = await resultOf(folder, context);
      if (result.run.outcome === 'completed') found.push(historyCells(result));
      else skipped.push({ folder, why: `the run was ${result.run.outcome}` });
    } catch (error) {
      skipped.push({ folder, why: error instanceof Error ? error.message : String(error) });
    }
  }
  const there = new Set(found.flat().map(keyOf));
  const left = prune ? [] : old.cells.filter((cell) => !there.has(keyOf(cell)));
  const cells = [...found.flat(), ...left].sort(byTime);
  const saved = old.problems.length > 0 ? `${file}.old` : null;
  if (saved !== null) await copyFile(file, saved);
  await writeFileAtomic(file, historyText([...cells, ...old.notes, ...old.acceptances]));
  return { file, runs: found.length, kept: new Set(left.map(keyOf)).size, skipped, saved };
}

/** As it was written when the run ended; from the records where that is missing or damaged. */
async function resultOf(folder: string, context: CliContext): Promise<RunResult> {
  try {
    return await readResult(join(folder, RESULT_FILE));
  } catch {
    return (await loadRun(folder, context)).input.result;
  }
}

function keyOf({ suite, run }: HistoryCell): string {
  return `${suite}/${run}`;
}

function byTime(a: HistoryCell, b: HistoryCell): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? -1 : 1;
  return a.run < b.run ? -1 : a.run > b.run ? 1 : 0;
}
