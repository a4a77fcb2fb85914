import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError, systemCode } from '../files/file-error.js';
import { makeFolders } from '../files/make-folders.js';
import { syncFolder } from '../files/sync-folder.js';
import { type HistoryRecord, historyRecordSchema } from '../schema/history.js';
import { type HistoryContent, parseHistoryLines } from './fold-history.js';

const NEWLINE = 0x0a;

/** Reads a history; one that does not exist is empty. Throws FileError when it cannot be read. Memory: the file and its records. */
export async function readHistory(file: string): Promise<HistoryContent> {
  try {
    // At once: 40 MB are 10,000 runs of four cells, and line by line would take twice as long.
    return parseHistoryLines(await readFile(file, 'utf8'));
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw fileError('read', file, error);
    return parseHistoryLines('');
  }
}

/** Records as the lines of a history. */
export function historyText(records: readonly HistoryRecord[]): string {
  return records.map((record) => `${JSON.stringify(historyRecordSchema.parse(record))}\n`).join('');
}

/**
 * Adds records to a history, which is made where there is none, and resolves when the disk has them. All of them go out in one write
 * to a file opened for appending, so that what several processes add at once does not mix; a line that a crash tore is ended first.
 * Throws FileError (disk full, …).
 */
export async function appendHistory(file: string, records: readonly HistoryRecord[]): Promise<void> {
  if (records.length === 0) return;
  const text = historyText(records);
  try {
    const { handle, isNew } = await openForAppending(file);
    try {
      const bytes = Buffer.from((await isTorn(handle)) ? `\n${text}` : text);
      const { bytesWritten } = await handle.write(bytes);
      // Only a full disk stops a write half way; the rest in a second write might land behind another process's lines.
      if (bytesWritten < bytes.length) throw Object.assign(new Error('written in part'), { code: 'ENOSPC' });
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (isNew) await syncFolder(dirname(file));
  } catch (error) {
    throw fileError('append to', file, error);
  }
}

async function openForAppending(file: string): Promise<{ handle: FileHandle; isNew: boolean }> {
  const { O_APPEND, O_RDWR, O_CREAT } = constants;
  try {
    return { handle: await open(file, O_APPEND | O_RDWR), isNew: false };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await makeFolders(dirname(file));
    return { handle: await open(file, O_APPEND | O_RDWR | O_CREAT), isNew: true };
  }
}

async function isTorn(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== NEWLINE;
}
