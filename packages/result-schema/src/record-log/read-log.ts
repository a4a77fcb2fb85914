import { createReadStream } from 'node:fs';
import { fileError } from '../files/file-error.js';
import { RecordFold, type RecordLogContent } from './fold-records.js';
import { splitLines } from './split-lines.js';

/**
 * Reads a run's record log line by line. Lines that cannot be read are skipped and reported by number, so that one
 * torn line never costs the run. Throws FileError only when the file itself cannot be read. Memory: the records.
 */
export async function readRecordLog(
  file: string,
  options: { maxLineBytes?: number } = {},
): Promise<RecordLogContent> {
  const fold = new RecordFold();
  try {
    for await (const line of splitLines(createReadStream(file), options.maxLineBytes)) fold.add(line);
  } catch (error) {
    throw fileError('read', file, error);
  }
  return fold.finish();
}
