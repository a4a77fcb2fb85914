import { dirname } from 'node:path';
import { openRecordLog, type RecordLog } from '@benchwright/result-schema';
import { lockRun } from './run-lock.js';

/**
 * Opens the record log of a run for this process alone, until it is closed.
 *
 * @throws UsageError ERR_RUN_IN_USE, and what `openRecordLog` throws
 */
export async function openRunLog(file: string, mode: 'create' | 'append'): Promise<RecordLog> {
  const release = lockRun(dirname(file));
  try {
    const log = await openRecordLog(file, { mode });
    return {
      file: log.file,
      append: (record) => log.append(record),
      close: async () => {
        try {
          await log.close();
        } finally {
          release();
        }
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
