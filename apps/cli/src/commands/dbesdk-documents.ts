import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HarnessRow } from '@benchwright/dbesdk-bench';
import { type RunResult, writeFileAtomic } from '@benchwright/result-schema';
import { UsageError } from '../usage-error.js';

/** The rows of result files of any of the harnesses. Throws UsageError naming a file that cannot be read, ERR_HARNESS_FILE for another. */
export async function readHarnessFiles(files: readonly string[]): Promise<HarnessRow[]> {
  if (files.length === 0) return [];
  const { readHarnessFile } = await import('@benchwright/dbesdk-bench');
  const rows: HarnessRow[] = [];
  for (const file of files) rows.push(...readHarnessFile(file, await contentOf(file)));
  return rows;
}

/** One table of what other harnesses measured and, if there is one, of this result as far as they have the same tests. */
export async function comparisonText(others: readonly HarnessRow[], own: RunResult | null): Promise<string> {
  const { readHarnessFile, renderCrossLanguage, renderHarnessJson } = await import(
    '@benchwright/dbesdk-bench'
  );
  const tests = new Set(others.map(({ test }) => test));
  const rows = own === null ? [] : readHarnessFile('this run', renderHarnessJson(own));
  return renderCrossLanguage([...rows.filter(({ test }) => tests.has(test)), ...others]);
}

/** Writes a result as the original harnesses do, and makes the folder. */
export async function writeHarnessDocument(result: RunResult, file: string): Promise<void> {
  const { renderHarnessJson } = await import('@benchwright/dbesdk-bench');
  const folder = dirname(file);
  await mkdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new UsageError(
      `cannot make the folder ${folder}: ${cause.message}`,
      'name another file with --output',
      'ERR_NOT_WRITABLE',
    );
  });
  await writeFileAtomic(file, renderHarnessJson(result));
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read the result file ${file}`, why, 'ERR_NOT_READABLE');
  }
}
