import { readFile, stat } from 'node:fs/promises';
import { mergeReplicates, parseForeign, type Replicates, replicatesOf } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { loadRun } from './load-run.js';
import { isRecordLog } from './open-resumed.js';

/** A file above this is no summary of anything: it is not read into memory to find that out. */
const LARGEST_BYTES = 256e6;

/**
 * One side of a comparison: a run of ours, or the output of another tool, told by what the file holds; several are taken together.
 *
 * @throws UsageError ERR_NOT_A_RUN when nothing is there; ForeignFormatError for a file that is nothing known
 */
export async function loadSide(paths: readonly string[], context: CliContext): Promise<Replicates> {
  const parts: Replicates[] = [];
  for (const path of paths) parts.push(await loadPart(path, context));
  return mergeReplicates(parts);
}

async function loadPart(path: string, context: CliContext): Promise<Replicates> {
  const text = isRecordLog(path) ? null : await textOf(path);
  if (text !== null && !isOurs(text)) return parseForeign(text, path);
  const { input } = await loadRun(path, context);
  return replicatesOf(input.result, path);
}

/** The text of a file; null for a folder and for what is not there, which loadRun has words for. */
async function textOf(path: string): Promise<string | null> {
  const stats = await stat(path).catch(() => null);
  if (stats === null || !stats.isFile() || stats.size > LARGEST_BYTES) return null;
  return await readFile(path, 'utf8').catch(() => null);
}

/** A result says which version of its schema it has, which no other tool's output does. */
function isOurs(text: string): boolean {
  return /^\s*\{/.test(text) && /"schemaVersion"\s*:/.test(text);
}
